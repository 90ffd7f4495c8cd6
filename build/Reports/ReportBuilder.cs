using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Reports;

/// <summary>Makes the report out of a run's events. Pure: the same events give the same report, in this process or a later one.</summary>
public sealed class ReportBuilder
{
    /// <summary>The code of every failure that stands for a cancel begins so.</summary>
    public const string CancelledPrefix = "cancelled.";

    private readonly IReadOnlyList<RunEvent> events;
    private readonly RunStarted started;
    private readonly RunFinished? finished;
    private readonly IReadOnlyList<Failure> failures;
    private readonly UsageBuilder usage;

    private ReportBuilder(IReadOnlyList<RunEvent> events)
    {
        this.events = events;
        started = events.OfType<RunStarted>().First();
        finished = events.OfType<RunFinished>().LastOrDefault();
        failures = OrderedFailures();
        usage = new UsageBuilder(events);
    }

    /// <exception cref="InvalidOperationException">The events hold no start of a run.</exception>
    public static Report Build(IReadOnlyList<RunEvent> events) => new ReportBuilder(events).Build();

    private bool Cancelled => failures.Any(failure => failure.Code.StartsWith(CancelledPrefix, StringComparison.Ordinal));

    private Report Build()
    {
        var hosts = events.OfType<HostsSelected>().LastOrDefault()?.Hosts.Select(BuildHost).ToList() ?? [];
        var failedPhase = failures.Where(failure => !IsCancel(failure)).Min(failure => failure.Phase);
        var end = events[^1].At;
        return new Report
        {
            Tool = started.Tool,
            Run = started.Run with
            {
                FinishedAt = end,
                DurationMs = (long)(end - started.Run.StartedAt).TotalMilliseconds,
                Flake = events.OfType<FlakeResolved>().LastOrDefault()?.Flake ?? started.Run.Flake,
                Machine = events.OfType<MachineInspected>().LastOrDefault()?.Machine ?? started.Run.Machine,
            },
            Status = OverallStatus(),
            FailedPhase = failedPhase,
            ExitCode = ExitCode(failedPhase),
            Phases = [.. Enum.GetValues<Phase>().Select(phase => BuildPhase(phase, null, hosts))],
            Hosts = hosts,
            Failures = failures,
            Warnings = [.. events.OfType<WarningFound>().Select(found => found.Warning)],
            Cleanup = events.OfType<CleanupFinished>().Select(cleanup => cleanup.Receipt).Aggregate((CleanupReceipt?)null, Add),
            Usage = usage.OfRun(),
        };
    }

    private HostReport BuildHost(string name)
    {
        var described = events.OfType<HostDescribed>().LastOrDefault(entry => entry.Host == name);
        var phases = Enum.GetValues<Phase>().Select(phase => BuildPhase(phase, name, [])).ToList();
        var boot = events.OfType<BootObserved>().LastOrDefault(entry => entry.Host == name)?.Boot;
        var failed = failures.Any(failure => failure.Host == name && !IsCancel(failure))
            || phases.Any(phase => phase.Status == PhaseStatus.Failed);
        return new HostReport
        {
            Name = name,
            Kind = described?.Kind,
            ReusedFrom = events.OfType<HostReused>().LastOrDefault(entry => entry.Host == name)?.From,
            Comparison = events.OfType<HostCompared>().LastOrDefault(entry => entry.Host == name)?.Comparison,
            Status = failed
                ? RunStatus.Failure
                : Cancelled && phases.Any(phase => phase.Status == PhaseStatus.Cancelled) ? RunStatus.Cancelled : RunStatus.Success,
            Phases = phases,
            System = described?.System,
            Install = events.OfType<InstallObserved>().LastOrDefault(entry => entry.Host == name)?.Install,
            Boot = boot,
            Usage = usage.OfHost(name),
            Artifacts = Artifacts(name, boot),
        };
    }

    private Dictionary<string, string> Artifacts(string host, BootReport? boot)
    {
        var files = events.OfType<ArtifactWritten>().Where(entry => entry.Host == host)
            .GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Path, StringComparer.Ordinal);
        if (boot is ({ ReadyAfterMs: not null } or { EndedAfterMs: not null }) and ({ Milestones.Count: > 0 } or { Timeline.Count: > 0 }))
        {
            // A rendering that is written with the report.
            files[Path.GetFileNameWithoutExtension(RunPaths.BootPicture)] = $"{RunNames.FolderOf(host)}/{RunPaths.BootPicture}";
        }

        return files;
    }

    /// <summary>One phase of one host, or of the whole run where <paramref name="host"/> is null.</summary>
    private PhaseReport BuildPhase(Phase phase, string? host, IReadOnlyList<HostReport> hosts)
    {
        if (!started.PlannedPhases.Contains(phase))
        {
            return new PhaseReport
            {
                Name = phase,
                Status = PhaseStatus.Skipped,
                SkippedBecause = $"--target={started.Run.Target} does "
                + "not include it"
            };
        }

        // A host that has no record of its own in a phase was served together with the others.
        var own = host is null || events.OfType<PhaseStarted>().Any(entry => entry.Phase == phase && entry.Host == host)
            || events.OfType<PhaseFinished>().Any(entry => entry.Phase == phase && entry.Host == host);
        var begun = events.OfType<PhaseStarted>()
            .FirstOrDefault(entry => entry.Phase == phase && IsAbout(entry.Host, own ? host : null, own));
        var ended = events.OfType<PhaseFinished>()
            .LastOrDefault(entry => entry.Phase == phase && IsAbout(entry.Host, own ? host : null, own));
        var status = host is null && hosts.Count > 0
            ? Merge([.. hosts.Select(each => each.Phases.First(other => other.Name == phase).Status)])
            : StatusOf(begun, ended);

        return new PhaseReport
        {
            Name = phase,
            Status = status,
            StartedAt = begun?.At,
            FinishedAt = begun is null ? null : ended?.At,
            DurationMs = begun is null || ended is null ? null : (long)(ended.At - begun.At).TotalMilliseconds,
            SkippedBecause = status == PhaseStatus.Skipped ? ended?.SkippedBecause ?? SkippedPhase.Because(phase, host, failures) : null,
            Log = host is null ? null : ended?.Log,
        };
    }

    /// <param name="entry">Whom an event is about; null for all hosts.</param>
    /// <param name="host">Whom the phase is reported for; null for the whole run.</param>
    /// <param name="any">Whether, for the whole run, events of single hosts count too.</param>
    private static bool IsAbout(string? entry, string? host, bool any) => host is null ? any || entry is null : entry == host;

    private PhaseStatus StatusOf(PhaseStarted? begun, PhaseFinished? ended) => (begun, ended) switch
    {
        (_, { } end) => end.Status,
        ({ }, null) => PhaseStatus.Cancelled,
        _ => Cancelled ? PhaseStatus.Cancelled : PhaseStatus.Skipped,
    };

    private static PhaseStatus Merge(IReadOnlyList<PhaseStatus> all) =>
        all.Contains(PhaseStatus.Failed) ? PhaseStatus.Failed
        : all.Contains(PhaseStatus.Cancelled) ? PhaseStatus.Cancelled
        : all.Contains(PhaseStatus.Passed) ? PhaseStatus.Passed
        : PhaseStatus.Skipped;

    private RunStatus OverallStatus() =>
        Cancelled ? RunStatus.Cancelled : failures.Count > 0 ? RunStatus.Failure : RunStatus.Success;

    private int ExitCode(Phase? failedPhase)
    {
        if (Cancelled)
        {
            const int sigkill = 9;
            return ExitCodes.OfSignal(finished?.Signal ?? sigkill);
        }

        if (failures.Count == 0)
        {
            return ExitCodes.Success;
        }

        if (failures.All(failure => failure.Code == FailureCodes.HostUnknown))
        {
            return ExitCodes.Usage;
        }

        return failedPhase is { } phase && failures.Any(failure => failure.Code != FailureCodes.Internal)
            ? ExitCodes.Of(phase)
            : ExitCodes.Internal;
    }

    /// <summary>Causes before their consequences, earlier phases before later ones, otherwise as they were found.</summary>
    private IReadOnlyList<Failure> OrderedFailures()
    {
        var cancelled = events.OfType<FailureFound>().Any(found => IsCancel(found.Failure));
        var places = events.OfType<PlaceFound>().GroupBy(found => found.Fingerprint, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var repetitions = events.OfType<FailureRepeated>().GroupBy(found => found.Fingerprint, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Repetition, StringComparer.Ordinal);
        return [.. events.OfType<FailureFound>().Select(found => Placed(found.Failure))
            .OrderBy(failure => cancelled && !IsCancel(failure) ? 1 : 0)
            .ThenBy(failure => failure.CausedBy is null ? 0 : 1)
            .ThenBy(failure => failure.Phase ?? Phase.Preflight)];

        Failure Placed(Failure failure) => Repeated(places.GetValueOrDefault(failure.Fingerprint) is { } found
            ? failure with { Location = found.Location, Related = found.Related }
            : failure);

        Failure Repeated(Failure failure) => repetitions.GetValueOrDefault(failure.Fingerprint) is { } repetition
            ? failure with { Repetition = repetition }
            : failure;
    }

    private static bool IsCancel(Failure failure) => failure.Code.StartsWith(CancelledPrefix, StringComparison.Ordinal);

    private static CleanupReceipt Add(CleanupReceipt? sum, CleanupReceipt next) => sum is null ? next with { Bytes = null } : new()
    {
        Processes = Add(sum.Processes, next.Processes),
        Files = Add(sum.Files, next.Files),
        Mounts = Add(sum.Mounts, next.Mounts),
        Sockets = Add(sum.Sockets, next.Sockets),
        Leaked = next.Leaked,
    };

    private static ResourceCount Add(ResourceCount left, ResourceCount right) =>
        new(left.Created + right.Created, left.Released + right.Released);
}
