using VmTest.Model;

namespace VmTest.Memory;

/// <summary>Which failures are new, known or repaired.</summary>
/// <param name="now">The record of this run.</param>
/// <param name="earlier">The records before it, newest first; no more of them are asked for than is needed.</param>
internal sealed class FailureComparison(HostRecord now, IEnumerable<HostRecord> earlier)
{
    /// <summary>Failures that the run before did not have.</summary>
    public IReadOnlyList<FailureChange> New() =>
        [.. now.Failures.Where(failure => Row(failure.Fingerprint).Count == 0)
            .Select(failure => new FailureChange(failure.Fingerprint, failure.Code, failure.Subject))];

    /// <summary>Failures that the run before had too, with the first run of the row.</summary>
    public IReadOnlyList<FailureChange> Known() =>
    [
        .. from failure in now.Failures
           let row = Row(failure.Fingerprint)
           where row.Count > 0
           select new FailureChange(failure.Fingerprint, failure.Code, failure.Subject, row[^1].RunId, row[^1].At),
    ];

    /// <summary>Failures of the run before that are gone, where this run has come far enough to know.</summary>
    public IReadOnlyList<FailureChange> Repaired() => earlier.FirstOrDefault() is not { } before ? [] :
    [
        .. before.Failures
            .Where(failure => now.Failures.All(other => other.Fingerprint != failure.Fingerprint) && Reached(failure.Phase))
            .Select(failure => new FailureChange(failure.Fingerprint, failure.Code, failure.Subject, before.RunId, before.At)),
    ];

    /// <summary>The runs before this one that had a failure in a row, newest first.</summary>
    public IReadOnlyList<HostRecord> Row(string fingerprint) =>
        [.. earlier.Take(HostHistory.Longest).TakeWhile(record => record.Failures.Any(failure => failure.Fingerprint == fingerprint))];

    private bool Reached(Phase? phase) => phase is null
        || now.Phases.Any(done => done.Name == phase && done is { Status: PhaseStatus.Passed or PhaseStatus.Failed, DurationMs: not null });
}
