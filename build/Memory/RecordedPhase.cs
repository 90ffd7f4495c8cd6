using VmTest.Model;

namespace VmTest.Memory;

/// <param name="Name">Which phase.</param>
/// <param name="Status">What it came to.</param>
/// <param name="DurationMs">How long it took; null where it did not run.</param>
public sealed record RecordedPhase(Phase Name, PhaseStatus Status, long? DurationMs = null);
