namespace VmTest.Model.Events;

/// <summary>The first line: who runs what, where its private files are, and which phases the target includes.</summary>
public sealed record RunStarted(ToolFacts Tool, RunFacts Run, string WorkDirectory, IReadOnlyList<Phase> PlannedPhases) : RunEvent;
