namespace VmTest.Model.Events;

/// <summary>A failure that the runs before had too.</summary>
public sealed record FailureRepeated(string Fingerprint, Repetition Repetition) : RunEvent;
