using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// What probe, journal and console have said went wrong in a boot that did not end, the most telling first: units that
/// failed, then what others wait for in vain, then the kernel's own trouble.
/// </summary>
internal static class Complaints
{
    private static readonly RemarkKind[] Others =
    [
        RemarkKind.CheckFailed, RemarkKind.PoolMissing, RemarkKind.SnippetFailed, RemarkKind.KernelBug, RemarkKind.SoftLockup,
        RemarkKind.HungTask, RemarkKind.MemoryKill, RemarkKind.Stall, RemarkKind.ProgramMissing, RemarkKind.DiskError,
        RemarkKind.MountFailed, RemarkKind.FileSystemError, RemarkKind.ModuleMissing, RemarkKind.InitFailed,
    ];

    /// <param name="evidence">All that is known.</param>
    /// <param name="shared">Causes that many failed units share, with those units, which are not named one by one.</param>
    public static IReadOnlyList<Complaint> Find(BootEvidence evidence, IReadOnlyList<Finding> shared)
    {
        var remarks = evidence.Clues.Remarks;
        var found = new List<Complaint>();
        var explained = shared.Where(finding => finding.CausedBy is not null).Select(finding => finding.Subject!.Name)
            .ToHashSet(StringComparer.Ordinal);
        found.AddRange(shared.Where(finding => finding.CausedBy is null)
            .Select(cause => new Complaint(cause.Subject, cause.Message.TrimEnd('.'))));
        found.AddRange(evidence.Probe.Units.Values.Where(unit => unit.Active == "failed" && !explained.Contains(unit.Name))
            .OrderBy(unit => unit.StartingAt)
            .Select(unit => new Complaint(new Subject(SubjectKind.Unit, unit.Name), $"{unit.Name} failed{Reason(evidence, unit.Name)}")));
        found.AddRange(evidence.Journal.FailedJobs.Where(job => job.Value != "dependency" && !explained.Contains(job.Key))
            .Select(job => new Complaint(new Subject(SubjectKind.Unit, job.Key), $"{job.Key} failed{Reason(evidence, job.Key)}")));
        found.AddRange(remarks.Where(remark => remark.Kind == RemarkKind.UnitFailed).Select(remark => OfUnit(evidence, remark))
            .Where(complaint => !explained.Contains(complaint.Subject!.Name)));
        found.AddRange(remarks.Where(remark => remark.Kind == RemarkKind.DeviceMissing).Select(remark =>
            UnitNames.Resolve(evidence, remark.What) is var device
                ? new Complaint(device, $"{device.Name} did not appear ({remark.Text})") : null).OfType<Complaint>());
        if (found.Count == 0)
        {
            found.AddRange(remarks.Where(remark => remark.Kind == RemarkKind.DependencyFailed)
                .Select(remark => new Complaint(UnitNames.Resolve(evidence, remark.What), remark.Text.TrimEnd('.'))));
        }

        foreach (var kind in Others)
        {
            found.AddRange(remarks.Where(remark => remark.Kind == kind).Select(remark => Of(remark, remarks)));
        }

        return [.. found.DistinctBy(complaint => complaint.Subject?.Name ?? complaint.Text)];
    }

    /// <summary>The thing that a line is about, which is no unit.</summary>
    public static Subject? SubjectOf(ConsoleRemark remark) => remark.What.Length == 0 ? null : new Subject(
        remark.Kind switch
        {
            RemarkKind.SystemMissing or RemarkKind.InitrdBroken or RemarkKind.InitFailed or RemarkKind.ModuleMissing => SubjectKind.File,
            RemarkKind.ProgramMissing => SubjectKind.Tool,
            RemarkKind.HungTask or RemarkKind.SoftLockup or RemarkKind.MemoryKill => SubjectKind.Process,
            RemarkKind.SnippetFailed => SubjectKind.Option,
            RemarkKind.Loader when remark.What.AsSpan().ContainsAny('/', '\\') => SubjectKind.File,
            RemarkKind.MountFailed when remark.What.StartsWith('/') && !remark.What.StartsWith("/dev/", StringComparison.Ordinal) =>
                SubjectKind.File,
            _ => SubjectKind.Device,
        }, remark.Kind switch
        {
            RemarkKind.SnippetFailed => $"system.activationScripts.{remark.What}",
            RemarkKind.FileSystemError => $"/dev/{remark.What}",
            _ => remark.What,
        });

    private static string Reason(BootEvidence evidence, string unit) => evidence.Clues.ReasonOf(unit) is { } status
        ? $" (status {status})"
        : string.Empty;

    private static Complaint OfUnit(BootEvidence evidence, ConsoleRemark remark)
    {
        var unit = UnitNames.Resolve(evidence, remark.What);
        var said = remark.Text.Contains(unit.Name, StringComparison.Ordinal) ? string.Empty : $" ({remark.Text.TrimEnd('.')})";
        var spoken = ProgramWords.Reason(evidence, unit.Name) is { } words ? $": {words}" : string.Empty;
        return new Complaint(unit, $"{unit.Name} failed{Reason(evidence, unit.Name)}{said}{spoken}");
    }

    private static Complaint Of(ConsoleRemark remark, IReadOnlyList<ConsoleRemark> all)
    {
        var at = all.TakeWhile(other => !ReferenceEquals(other, remark)).Count();
        if (remark.Kind == RemarkKind.MemoryKill && all.ElementAtOrDefault(at - 1) is { Kind: RemarkKind.MemoryKillUnit } unit)
        {
            return new Complaint(new Subject(SubjectKind.Unit, unit.What), $"memory ran out in {unit.What}: {remark.Text}");
        }

        var place = remark.Kind == RemarkKind.KernelBug
            && all.Skip(at).FirstOrDefault(other => other.Kind == RemarkKind.KernelBugPlace) is { } struck
                ? $" in {struck.What}"
                : string.Empty;
        return new Complaint(SubjectOf(remark), $"{remark.Text.TrimEnd('.')}{place}");
    }
}
