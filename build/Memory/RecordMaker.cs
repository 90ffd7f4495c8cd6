using VmTest.Model;

namespace VmTest.Memory;

/// <summary>Makes a host's record out of the report of its run. Pure.</summary>
internal static class RecordMaker
{
    /// <param name="report">The report of the run.</param>
    /// <param name="host">The host's part of it.</param>
    /// <param name="flake">The flake's key.</param>
    /// <param name="identity">What decides the outcome; null where the host did not evaluate.</param>
    public static HostRecord OfHost(Report report, HostReport host, string flake, HostIdentity? identity) => new()
    {
        RunId = report.Run.Id,
        Host = host.Name,
        At = report.Run.StartedAt,
        Flake = flake,
        Verdict = host.Status == RunStatus.Success ? RunStatus.Success : RunStatus.Failure,
        Identity = identity?.Hash(),
        Tool = report.Tool.Version,
        Conditions = identity?.Conditions(),
        Derivations = identity?.Derivations ?? new Dictionary<string, string>(),
        System = host.System,
        Phases = [.. host.Phases.Select(phase => new RecordedPhase(phase.Name, phase.Status, phase.DurationMs))],
        Failures = Failures(report, failure => failure.Host == host.Name),
        Boot = host.Boot is not { } boot ? null : new RecordedBoot
        {
            ReadyAfterMs = boot.ReadyAfterMs,
            FirmwareMs = boot.FirmwareMs,
            LoaderMs = boot.LoaderMs,
            KernelMs = boot.KernelMs,
            InitrdMs = boot.InitrdMs,
            UserspaceMs = boot.UserspaceMs,
        },
    };

    /// <summary>The record of a run that failed before it knew its hosts.</summary>
    /// <param name="report">The report of the run.</param>
    /// <param name="flake">The flake's key.</param>
    public static HostRecord OfFlake(Report report, string flake) => new()
    {
        RunId = report.Run.Id,
        Host = HostRecord.WholeFlake,
        At = report.Run.StartedAt,
        Flake = flake,
        Verdict = RunStatus.Failure,
        Tool = report.Tool.Version,
        Phases = [.. report.Phases.Select(phase => new RecordedPhase(phase.Name, phase.Status, phase.DurationMs))],
        Failures = Failures(report, failure => failure.Host is null),
    };

    private static List<RecordedFailure> Failures(Report report, Func<Failure, bool> isOwn) =>
    [
        .. report.Failures.Where(isOwn).DistinctBy(failure => failure.Fingerprint)
            .Select(failure => new RecordedFailure(failure.Fingerprint, failure.Code, failure.Phase, failure.Subject?.Name)),
    ];
}
