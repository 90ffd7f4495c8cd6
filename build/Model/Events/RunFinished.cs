namespace VmTest.Model.Events;

/// <summary>
/// The last line of a run that ended by itself, with the signal that cancelled it; <paramref name="Killed"/> where a later
/// teardown wrote it.
/// </summary>
public sealed record RunFinished(int? Signal = null, bool Killed = false) : RunEvent;
