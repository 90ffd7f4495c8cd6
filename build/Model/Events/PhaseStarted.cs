namespace VmTest.Model.Events;

/// <summary>Written before a phase does anything; <paramref name="Host"/> is null where it serves all hosts at once.</summary>
public sealed record PhaseStarted(Phase Phase, string? Host) : RunEvent;
