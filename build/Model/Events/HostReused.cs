namespace VmTest.Model.Events;

/// <summary>A host that is not tested again, for an earlier run has proved it.</summary>
public sealed record HostReused(string Host, ReusedRun From) : RunEvent;
