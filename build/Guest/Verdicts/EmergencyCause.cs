using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Guest.Verdicts;

/// <summary>What sent systemd into emergency mode, by the lines of journal and console before it.</summary>
internal static class EmergencyCause
{
    private const string MountSays = "mount: mount: ";

    private static readonly string[] OfRoot = ["sysroot", "Initrd ", "initrd"];
    private static readonly string[] OfBoot = [.. OfRoot, "Local File Systems", "local-fs.target", "Swaps", "swap.target"];
    private static readonly string[] OfEncryption = ["Cryptography Setup for", "systemd-cryptsetup@", "Encrypted Volumes", "cryptsetup"];

    /// <summary>Null where nothing is known to have failed.</summary>
    public static Finding? Find(BootEvidence evidence)
    {
        var remarks = evidence.Clues.Remarks;
        var line = Culprit(remarks);
        var journal = evidence.Journal.FailedJobs.Where(job => job.Value != "dependency").Select(job => job.Key).FirstOrDefault();
        var subject = journal is not null ? new Subject(SubjectKind.Unit, journal)
            : line is null ? null : UnitNames.Resolve(evidence, line.What) switch
            {
                // Its name may be cut in the middle.
                { Kind: SubjectKind.Unit } cut when line.Kind == RemarkKind.DeviceMissing => cut with { Kind = SubjectKind.Device },
                var resolved => resolved,
            };
        if (subject is null)
        {
            return null;
        }

        // A device that the initrd waits for is the root file system's, or one that the system cannot do without.
        var isOfRoot = !evidence.Clues.BeyondInitrd && remarks.Any(
            remark => remark.Kind == RemarkKind.DependencyFailed
                && OfRoot.Any(word => remark.What.Contains(word, StringComparison.Ordinal)));
        var spoken = ProgramWords.Reason(evidence, subject.Name);
        var said = (line is null ? string.Empty : $" The console says: {line.Text}{Reason(remarks)}")
            + (spoken is null ? string.Empty : $" Its program says: {spoken}.")
            + (MountOf(evidence, subject) is { } refused ? $" mount says: {refused}" : string.Empty);
        var isDevice = isOfRoot && subject.Kind == SubjectKind.Device;
        return EarlyCauses.OfConsole(evidence, isDevice ? FailureCodes.RootDevice : FailureCodes.Emergency, isDevice
            ? $"{evidence.Host} did not find {subject.Name}, which it needs to boot, and went into emergency mode.{said}"
            : $"{evidence.Host} went into emergency mode because {subject.Name} failed.{said}", isDevice
            ? "Check fileSystems, boot.initrd.luks.devices and swapDevices for it, and that the initrd has the driver of the disk."
            : $"Fix {subject.Name}, or mark what needs it as nofail if the system can do without.", line?.Text ?? string.Empty) with
        {
            Subject = subject,
            Excerpt = evidence.Journal.LinesOf(subject.Name) is { Count: > 0 } lines
                ? [.. evidence.Console.Failed, .. lines]
                : EarlyCauses.OfConsole(evidence, string.Empty, string.Empty, string.Empty, line?.Text ?? string.Empty).Excerpt,
        };
    }

    /// <summary>
    /// What failed last before a requirement of every boot was given up; the encrypted disk rather than what would have been
    /// on it. Where nothing was given up, what failed first.
    /// </summary>
    private static ConsoleRemark? Culprit(IReadOnlyList<ConsoleRemark> remarks)
    {
        var end = remarks.ToList().FindIndex(remark => remark.Kind == RemarkKind.DependencyFailed
            && OfBoot.Any(word => remark.What.Contains(word, StringComparison.Ordinal)));
        if (end < 0)
        {
            return remarks.FirstOrDefault(Failed) ?? remarks.FirstOrDefault(remark => remark.Kind == RemarkKind.DependencyFailed);
        }

        var at = LastFailure(remarks, end);
        while (at > 0 && remarks.Take(at).ToList().FindLastIndex(remark => remark.Kind == RemarkKind.DependencyFailed
            && OfEncryption.Any(word => remark.What.Contains(word, StringComparison.Ordinal))) is >= 0 and var encrypted
            && LastFailure(remarks, encrypted) is >= 0 and var before && before < at)
        {
            at = before;
        }

        return at >= 0 ? remarks[at] : remarks.FirstOrDefault(Failed) ?? remarks[end];
    }

    private static int LastFailure(IReadOnlyList<ConsoleRemark> remarks, int end) => remarks.Take(end).ToList().FindLastIndex(Failed);

    private static bool Failed(ConsoleRemark remark) => remark.Kind is RemarkKind.UnitFailed or RemarkKind.DeviceMissing;

    /// <summary>What mount itself has said of a mount unit; systemd only says that it failed.</summary>
    private static string? MountOf(BootEvidence evidence, Subject subject) =>
        !subject.Name.EndsWith(".mount", StringComparison.Ordinal) ? null
            : evidence.Journal.LinesOf(subject.Name).FirstOrDefault(line => line.StartsWith(MountSays, StringComparison.Ordinal))
                is { } said ? said[MountSays.Length..] : null;

    private static string Reason(IReadOnlyList<ConsoleRemark> remarks) =>
        remarks.LastOrDefault(remark => remark.Kind is RemarkKind.MountFailed or RemarkKind.FileSystemError) is { } reason
            ? $" ({reason.Text})"
            : string.Empty;
}
