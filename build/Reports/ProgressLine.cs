using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;

namespace VmTest.Reports;

/// <summary>
/// One line of a run's progress for programs, as in <c>schemas/vm-test-progress.schema.json</c>: what of the evidence says how far
/// a run has come and what it has found. The evidence has more, and may change with every version.
/// </summary>
public sealed record ProgressLine
{
    /// <summary>The name of the event, as in <c>events.jsonl</c>.</summary>
    public required string Event { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The run's ID.</summary>
    public string? Run { get; init; }

    public string? Target { get; init; }

    /// <summary>The flake as it was given.</summary>
    public string? Flake { get; init; }

    public IReadOnlyList<Phase>? Phases { get; init; }

    public IReadOnlyList<string>? Hosts { get; init; }

    public Phase? Phase { get; init; }

    /// <summary>Null where it is about all hosts.</summary>
    public string? Host { get; init; }

    public PhaseStatus? Status { get; init; }

    public string? SkippedBecause { get; init; }

    public ReusedRun? From { get; init; }

    public Failure? Failure { get; init; }

    public Failure? Warning { get; init; }

    /// <returns>Null for an event that says nothing of the progress.</returns>
    public static ProgressLine? Of(RunEvent entry)
    {
        var line = new ProgressLine { Event = EventLog.NameOf(entry.GetType()), At = entry.At };
        return entry switch
        {
            RunStarted started => line with
            {
                Run = started.Run.Id,
                Target = started.Run.Target,
                Flake = started.Run.Flake?.Url,
                Phases = started.PlannedPhases,
            },
            HostsSelected selected => line with { Hosts = selected.Hosts },
            PhaseStarted started => line with { Phase = started.Phase, Host = started.Host },
            PhaseFinished finished => line with
            {
                Phase = finished.Phase,
                Host = finished.Host,
                Status = finished.Status,
                SkippedBecause = finished.SkippedBecause,
            },
            HostReused reused => line with { Host = reused.Host, From = reused.From },
            FailureFound found => line with { Failure = found.Failure },
            WarningFound found => line with { Warning = found.Warning },
            _ => null,
        };
    }
}
