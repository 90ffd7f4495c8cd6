namespace VmTest.Model.Events;

/// <summary>The hosts that take part.</summary>
public sealed record HostsSelected(IReadOnlyList<string> Hosts) : RunEvent;
