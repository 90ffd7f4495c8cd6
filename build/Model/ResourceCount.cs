namespace VmTest.Model;

public sealed record ResourceCount(int Created, int Released);
