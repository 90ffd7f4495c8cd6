namespace VmTest.Model.Events;

/// <summary>Something that does not fail the run.</summary>
public sealed record WarningFound(Failure Warning) : RunEvent;
