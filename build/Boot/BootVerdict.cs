using VmTest.Reporting;
using VmTest.Reporting.Model;
using VmTest.Terminal;

namespace VmTest.Boot;

/// <summary>Says why a machine did not become ready.</summary>
internal static class BootVerdict
{
    /// <summary>The causes of a boot that did not end well; root cause first.</summary>
    public static IReadOnlyList<Failure> Explain(BootEnd end, BootEvidence evidence, TimeSpan limit) => end.Kind switch
    {
        BootEndKind.KernelPanic => [OfConsole(evidence, FailureCodes.KernelPanic, $"The kernel of {evidence.Host} panicked: {AfterColon(end.Detail)}", "The lines before the panic name what the kernel or init was doing.")],
        BootEndKind.Emergency => Emergency(evidence),
        BootEndKind.Rescue => [OfConsole(evidence, FailureCodes.Rescue, $"{evidence.Host} went into rescue mode instead of its default target.", "Look for rescue.target or systemd.unit=rescue.target in the kernel parameters.")],
        BootEndKind.GuestExited => [OfConsole(evidence, FailureCodes.GuestExited, $"The machine of {evidence.Host} ended during its boot: {end.Detail}.", "The console's last lines tell who switched it off.")],
        BootEndKind.RebootLoop => [OfConsole(evidence, FailureCodes.RebootLoop, $"{evidence.Host} restarts again and again: {end.Detail}.", "The console's last lines before each restart tell why.")],
        _ => Timeout(evidence, limit),
    };

    private static IReadOnlyList<Failure> Emergency(BootEvidence evidence)
    {
        var cause = evidence.Journal.FailedJobs.Where(job => job.Value != "dependency").Select(job => job.Key).FirstOrDefault();
        var failure = OfConsole(evidence, FailureCodes.Emergency, $"{evidence.Host} went into emergency mode.", "A file system or another requirement of the early boot failed; the excerpt names it.");
        return cause is null ? [failure] :
        [
            failure with
            {
                Message = $"{evidence.Host} went into emergency mode because {cause} failed.",
                Subject = new Subject(SubjectKind.Unit, cause),
                Excerpt = [.. evidence.Console.Failed, .. evidence.Journal.Of(cause)],
            },
        ];
    }

    private static IReadOnlyList<Failure> Timeout(BootEvidence evidence, TimeSpan limit)
    {
        var units = evidence.Probe.Units;
        var running = JobQueue.Running(evidence.Probe.Jobs, units);
        var failure = OfConsole(evidence, FailureCodes.BootTimeout, $"{evidence.Host} was not ready after {limit.TotalSeconds:0} s.", "Raise --boot-timeout if the machine only is slow; the console's last lines tell how far it came.");
        if (running.Count == 0)
        {
            return [failure];
        }

        var (job, waiting) = running[0];
        var others = waiting > 0 ? $", and {waiting} other unit{(waiting == 1 ? " waits" : "s wait")} for it" : string.Empty;
        var since = Since(evidence, job.Unit) is { } time ? $" for {Duration.Text(time)}" : string.Empty;
        var lines = evidence.Journal.Of(job.Unit);
        return
        [
            failure with
            {
                Message = $"{evidence.Host} was not ready after {limit.TotalSeconds:0} s: the {job.Type} job of {job.Unit} has been running{since}{others}.",
                Subject = new Subject(SubjectKind.Unit, job.Unit),
                Excerpt = lines.Count > 0 ? lines : failure.Excerpt,
                Hint = $"Make {job.Unit} end or report that it is ready (a service of Type=oneshot blocks the boot until it ends), or take it out of what the default target waits for.",
            },
        ];
    }

    /// <summary>How long a unit has been starting, when its state was dumped.</summary>
    public static TimeSpan? Since(BootEvidence evidence, string unit) =>
        evidence.Probe.Units.TryGetValue(unit, out var state) && state.StartingAt > 0 && evidence.Probe.DumpedAt is { } now
            ? now - TimeSpan.FromMicroseconds(state.StartingAt)
            : null;

    private static Failure OfConsole(BootEvidence evidence, string code, string message, string hint) => new()
    {
        Code = code,
        Origin = FailureOrigin.Configuration,
        Message = message,
        Excerpt = [.. evidence.Console.Tail.TakeLast(Limits.ExcerptLines)],
        Log = new LogReference(evidence.ConsoleLog),
        Hint = hint,
    };

    private static string AfterColon(string line)
    {
        const string marker = "not syncing: ";
        var at = line.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? line : line[(at + marker.Length)..];
    }
}
