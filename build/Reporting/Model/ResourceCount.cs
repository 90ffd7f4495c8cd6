namespace VmTest.Reporting.Model;

public sealed record ResourceCount(int Created, int Released);
