namespace VmTest.Model.Events;

/// <summary>A cause of failure.</summary>
public sealed record FailureFound(Failure Failure) : RunEvent;
