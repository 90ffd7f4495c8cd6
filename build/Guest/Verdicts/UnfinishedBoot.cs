using VmTest.Guest.Probe;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// Why a boot was not over when its time was, or when the VM fell silent: what has failed comes first, then what was still
/// waited for. Where units became ready to the end and no job runs for long, the machine is slow and nothing is stuck.
/// </summary>
internal static class UnfinishedBoot
{
    private const int NamedComplaints = 4;

    /// <summary>Units that became ready in the last tenth of the limit show that the boot goes on.</summary>
    private const int ProgressShare = 10;

    /// <summary>A job that has run for a third of the limit holds up the boot by itself.</summary>
    private const int StuckShare = 3;

    /// <summary>The time was over: causes that many failed units share, the end of the boot, and those units.</summary>
    public static IReadOnlyList<Finding> OfTimeout(BootEvidence evidence, TimeSpan limit)
    {
        // Once: the guest goes on speaking.
        var shared = SharedCauses.Find(evidence);
        return WithSharedCauses(OfTimeout(evidence, limit, Complaints.Find(evidence, shared)), shared);
    }

    /// <summary>The VM fell silent: the same.</summary>
    public static IReadOnlyList<Finding> OfSilence(BootEvidence evidence, string detail)
    {
        var shared = SharedCauses.Find(evidence);
        return WithSharedCauses(OfSilence(evidence, detail, Complaints.Find(evidence, shared)), shared);
    }

    private static Finding OfTimeout(BootEvidence evidence, TimeSpan limit, IReadOnlyList<Complaint> complaints)
    {
        var beginning = $"{evidence.Host} was not ready after {limit.TotalSeconds:0} s";
        if (complaints.Count == 0 && Slow(evidence, limit) is { } slow)
        {
            return slow with { Message = $"{beginning}, and was still on its way: {slow.Message}" };
        }

        var pending = Pending(evidence);
        if (complaints.Count > 0)
        {
            return WithComplaints(evidence, FailureCodes.BootTimeout, beginning, complaints, pending);
        }

        var failure = EarlyCauses.OfConsole(evidence, FailureCodes.BootTimeout,
            $"{beginning}: {(evidence.Milestones.Last is { } last ? $"it came as far as {last}" : "it showed no sign of life")}.",
            "Raise --boot-timeout if the machine only is slow; the console's last lines tell how far it came.");
        if (pending is null)
        {
            return failure;
        }

        var lines = evidence.Journal.LinesOf(pending.Subject!.Name);
        return failure with
        {
            Message = $"{beginning}: {pending.Text}.",
            Subject = pending.Subject,
            Excerpt = lines.Count > 0 ? lines : failure.Excerpt,
            Hint = pending.Subject.Kind == SubjectKind.Device
                ? $"Check what names {pending.Subject.Name} in fileSystems and swapDevices, or mark it as nofail."
                : $"Make {pending.Subject.Name} end or report that it is ready (a service of Type=oneshot blocks the boot until it "
                    + "ends), or take it out of what the default target waits for.",
        };
    }

    private static Finding OfSilence(BootEvidence evidence, string detail, IReadOnlyList<Complaint> complaints)
    {
        var beginning = $"{evidence.Host} went silent and does nothing: {detail}";
        return complaints.Count > 0
            ? WithComplaints(evidence, FailureCodes.Silent, beginning, complaints, Pending(evidence))
            : EarlyCauses.OfConsole(evidence, FailureCodes.Silent,
                Pending(evidence) is { } pending ? $"{beginning}; {pending.Text}." : $"{beginning}.",
                "If the last line is a prompt, something waits for input; with no line at all, the firmware found nothing to boot, "
                    + "or no console is on ttyS0.") with
            {
                Subject = Pending(evidence)?.Subject,
            };
    }

    /// <summary>An end that is known, and what went wrong before it.</summary>
    public static Finding WithComplaints(Finding end, BootEvidence evidence)
    {
        var complaints = Complaints.Find(evidence, SharedCauses.Find(evidence));
        return complaints.Count == 0 ? end : end with
        {
            Message = $"{end.Message} Before that, {Listed(complaints)}.",
            Subject = complaints[0].Subject,
        };
    }

    /// <summary>Many units that failed of one thing are listed below it, and the boot's end is its consequence as well.</summary>
    private static IReadOnlyList<Finding> WithSharedCauses(Finding end, IReadOnlyList<Finding> shared)
    {
        var causes = shared.Where(finding => finding.CausedBy is null).ToList();
        return causes.Count == 0 ? [end]
            : [.. causes, end with { CausedBy = causes[0] }, .. shared.Where(finding => finding.CausedBy is not null)];
    }

    private static Finding WithComplaints(
        BootEvidence evidence, string code, string beginning, IReadOnlyList<Complaint> complaints, Complaint? pending)
    {
        var subject = complaints[0].Subject;
        var failure = EarlyCauses.OfConsole(evidence, code,
            $"{beginning}: {Listed(complaints)}{(pending is null ? string.Empty : $"; it was still waiting: {pending.Text}")}.",
            subject is null ? "Look at this first: what the boot was waiting for may follow from it."
                : $"Look at {subject.Name} first: what the boot was waiting for may follow from it.");
        return failure with
        {
            Subject = subject,
            Excerpt = subject is not null && evidence.Journal.LinesOf(subject.Name) is { Count: > 0 } lines
                ? [.. evidence.Console.Failed.Take(Limits.ExcerptLines / 2), .. lines]
                : failure.Excerpt,
        };
    }

    private static string Listed(IReadOnlyList<Complaint> complaints)
    {
        var more = complaints.Count - NamedComplaints;
        return string.Join("; ", complaints.Take(NamedComplaints).Select(complaint => complaint.Text))
            + (more > 0 ? $"; and {more} more" : string.Empty);
    }

    /// <summary>What held up the boot to its end, by the probe's list of jobs or by the console.</summary>
    private static Complaint? Pending(BootEvidence evidence)
    {
        var units = evidence.Probe.Units;
        if (Running(evidence) is [var (job, waiting), ..])
        {
            var others = waiting > 0 ? $", and {waiting} other unit{(waiting == 1 ? " waits" : "s wait")} for it" : string.Empty;
            var since = BootVerdict.Since(evidence, job.Unit) is { } time ? $" for {Duration.Text(time)}"
                : evidence.Probe.SeenRunning(job.Unit) is { Ticks: > 0 } seen ? $" for at least {Duration.Text(seen)}" : string.Empty;
            var process = units.TryGetValue(job.Unit, out var state) && state.ExecMainPid > 0
                ? $" (main process {state.ExecMainPid})"
                : string.Empty;
            return new Complaint(new Subject(SubjectKind.Unit, job.Unit),
                $"the {job.Type} job of {job.Unit}{process} has been running{since}{others}");
        }

        if (evidence.Probe.Jobs.Count > 0 || evidence.Clues.RunningJobs is not [var (what, shown), ..])
        {
            return null;
        }

        var subject = UnitNames.Resolve(evidence, what);
        var called = what.Contains(subject.Name, StringComparison.Ordinal) ? string.Empty : $" ({what})";
        return new Complaint(subject, $"the start job of {subject.Name}{called} has been running for {Duration.Text(shown)}");
    }

    /// <summary>The list of jobs is older than that of units: who has become ready in between holds up nothing.</summary>
    private static IReadOnlyList<(UnitJob Job, int Waiting)> Running(BootEvidence evidence) =>
    [
        .. JobQueue.Running(evidence.Probe.Jobs, evidence.Probe.Units)
            .Where(each => each.Job.Type != "start" || !IsDone(evidence, each.Job.Unit)),
    ];

    private static bool IsDone(BootEvidence evidence, string unit) => evidence.Probe.DumpedAt is null
        ? evidence.Journal.Starts.WasTried(unit, string.Empty)
        : evidence.Probe.Find(unit) is { DoneAt: > 0 };

    private static Finding? Slow(BootEvidence evidence, TimeSpan limit)
    {
        var progress = evidence.Probe.DumpedAt is { } now ? ProgressByUnits(evidence, now - (limit / ProgressShare), limit)
            : ProgressByJournal(evidence, limit - (limit / ProgressShare));
        var longest = Running(evidence).Select(each => RunningFor(evidence, each.Job.Unit) ?? limit)
            .Concat(evidence.Probe.Jobs.Count > 0 ? [] : evidence.Clues.RunningJobs.Select(job => job.Since))
            .DefaultIfEmpty(TimeSpan.Zero).Max();
        return progress is null || longest >= limit / StuckShare ? null : EarlyCauses.OfConsole(evidence, FailureCodes.BootTimeout,
            $"{progress}, and no job has been running for longer than {Duration.Text(longest)}.",
            "Nothing is stuck; this machine is slow. Raise --boot-timeout, start fewer VMs at once (--jobs), or use a machine with KVM: "
                + "software emulation is many times slower.") with
        {
            Origin = FailureOrigin.Environment,
            Subject = new Subject(SubjectKind.Host, evidence.Host),
        };
    }

    private static string? ProgressByUnits(BootEvidence evidence, TimeSpan since, TimeSpan limit)
    {
        var recent = evidence.Probe.Units.Values.Where(unit => unit.DoneAt > 0 && unit.DoneAt >= since.TotalMicroseconds)
            .OrderBy(unit => unit.DoneAt).ToList();
        return recent.Count == 0 ? null
            : $"{recent.Count} unit{(recent.Count == 1 ? string.Empty : "s")} became ready in its last "
                + $"{Duration.Text(limit / ProgressShare)}, {recent[^1].Name} as the last one";
    }

    /// <summary>A machine that is too slow to answer about its units in time: its journal tells which became ready.</summary>
    private static string? ProgressByJournal(BootEvidence evidence, TimeSpan since) =>
        evidence.Journal.Starts.LastDone is { } last && last.At >= since
            ? $"{last.Unit} became ready after {Duration.Text(last.At)}, the probe was too slow to answer about its units"
            : null;

    private static TimeSpan? RunningFor(BootEvidence evidence, string unit) =>
        evidence.Probe.DumpedAt is null ? evidence.Probe.SeenRunning(unit) : BootVerdict.Since(evidence, unit);
}
