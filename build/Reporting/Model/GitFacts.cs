namespace VmTest.Reporting.Model;

public sealed record GitFacts(string? Commit, string? Branch, bool Dirty);
