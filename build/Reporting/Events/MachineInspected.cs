using VmTest.Reporting.Model;

namespace VmTest.Reporting.Events;

/// <summary>Preflight has looked at the machine.</summary>
public sealed record MachineInspected(MachineFacts Machine) : RunEvent;
