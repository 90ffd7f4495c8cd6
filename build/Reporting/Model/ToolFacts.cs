namespace VmTest.Reporting.Model;

public sealed record ToolFacts(string Name, string Version);
