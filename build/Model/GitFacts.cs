namespace VmTest.Model;

public sealed record GitFacts(string? Commit, string? Branch, bool Dirty);
