namespace VmTest.Model.Events;

/// <summary>Preflight has looked at the machine.</summary>
public sealed record MachineInspected(MachineFacts Machine) : RunEvent;
