namespace VmTest.Model.Events;

/// <summary>What was seen of a boot, up to now; a later one replaces it.</summary>
public sealed record BootObserved(string Host, BootReport Boot) : RunEvent;
