namespace VmTest.Model.Events;

/// <summary>What is different from an earlier run of a host.</summary>
public sealed record HostCompared(string Host, HostComparison Comparison) : RunEvent;
