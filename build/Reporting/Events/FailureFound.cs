using VmTest.Reporting.Model;

namespace VmTest.Reporting.Events;

/// <summary>A cause of failure.</summary>
public sealed record FailureFound(Failure Failure) : RunEvent;
