namespace VmTest.Reporting.Events;

/// <summary>The hosts that take part.</summary>
public sealed record HostsSelected(IReadOnlyList<string> Hosts) : RunEvent;
