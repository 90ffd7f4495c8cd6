namespace VmTest.Model.Events;

/// <summary>Written when a phase is over, or was skipped.</summary>
public sealed record PhaseFinished(
    Phase Phase, string? Host, PhaseStatus Status, string? SkippedBecause = null, string? Log = null) : RunEvent;
