namespace VmTest.Model.Events;

/// <summary>A host has been evaluated.</summary>
public sealed record HostDescribed(string Host, HostKind Kind, SystemFacts System) : RunEvent;
