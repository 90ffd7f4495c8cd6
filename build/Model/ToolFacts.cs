namespace VmTest.Model;

public sealed record ToolFacts(string Name, string Version);
