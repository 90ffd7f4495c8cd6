using VmTest.Model;
using VmTest.Model.Events;

namespace VmTest.Record;

/// <summary>
/// The evidence of one run, and the one gate through which findings become failures: here they get their phase, host,
/// bounds and fingerprint, and only here.
/// </summary>
/// <param name="log">Says each failure and warning.</param>
/// <param name="observer">Reads the evidence along; null for nobody.</param>
/// <param name="hints">What is known of the surroundings; null for nothing.</param>
public sealed class RunRecord(IRunLog log, IRunObserver? observer = null, IHintSource? hints = null) : IDisposable
{
    private EventLog? events;

    /// <summary>Whether evidence is kept yet.</summary>
    public bool HasBegun => events is not null;

    public IReadOnlyList<Failure> Failures => [.. Snapshot().OfType<FailureFound>().Select(found => found.Failure)];

    private EventLog Events => events ?? throw new InvalidOperationException("the run has not begun");

    /// <summary>Begins to keep evidence.</summary>
    public void Begin(EventLog evidence)
    {
        events = evidence;
        if (observer is not null)
        {
            evidence.Follow(observer);
        }
    }

    public void Write(RunEvent entry) => Events.Write(entry);

    public IReadOnlyList<RunEvent> Snapshot() => events?.Snapshot() ?? [];

    /// <summary>Makes failures of what was found, and says each.</summary>
    /// <param name="findings">Causes and their consequences.</param>
    /// <param name="phase">The phase that found them; null outside every phase.</param>
    /// <param name="host">Whose phase it is; null where it serves all hosts.</param>
    public void Fail(IReadOnlyList<Finding> findings, Phase? phase = null, string? host = null)
    {
        foreach (var finding in findings)
        {
            var failure = Make(finding, phase, host);
            Write(new FailureFound(failure));
            log.Failed(failure.Message, host);
        }
    }

    /// <summary>A defect of VmTest itself.</summary>
    public void Break(Exception error, Phase? phase = null, string? host = null) => Fail([FailureMaker.Defect(error)], phase, host);

    /// <summary>The run was ended from outside.</summary>
    /// <param name="signal">By which signal; null for a kill that left no word.</param>
    /// <param name="phase">In which phase.</param>
    /// <param name="host">Of which host.</param>
    public void Cancel(int? signal, Phase? phase = null, string? host = null) =>
        Write(new FailureFound(FailureMaker.Make(FailureMaker.Cancelled(signal, phase, host), phase, host)));

    /// <summary>Warns of something that does not fail the run.</summary>
    public void Warn(Finding finding, Phase? phase = null, string? host = null)
    {
        var warning = Make(finding, phase, host);
        Write(new WarningFound(warning));
        log.Warn(warning.Message, warning.Host);
    }

    /// <summary>Warnings that people see as a count; the report has each.</summary>
    /// <param name="findings">The warnings.</param>
    /// <param name="called">What several of them are.</param>
    /// <param name="phase">The phase that found them.</param>
    /// <param name="host">Whose phase it is.</param>
    public void Note(IReadOnlyList<Finding> findings, string called, Phase phase, string host)
    {
        foreach (var finding in findings)
        {
            Write(new WarningFound(FailureMaker.Make(finding, phase, host)));
        }

        if (findings.Count > 0)
        {
            log.Warn($"{called}: {findings.Count}, listed in the report", host);
        }
    }

    /// <summary>Tries again to write what could not be written.</summary>
    public void WritePending() => events?.WritePending();

    public void Dispose() => events?.Dispose();

    private Failure Make(Finding finding, Phase? phase, string? host)
    {
        var failure = FailureMaker.Make(finding, phase, host);
        return hints?.HintFor(failure) is { } hint ? failure with { Hint = hint } : failure;
    }
}
