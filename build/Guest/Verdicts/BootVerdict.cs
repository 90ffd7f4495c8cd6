using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;
using static VmTest.Guest.Verdicts.EarlyCauses;

namespace VmTest.Guest.Verdicts;

/// <summary>Says why a machine did not become ready.</summary>
internal static partial class BootVerdict
{
    /// <summary>The causes of a boot that did not end well; root cause first.</summary>
    public static IReadOnlyList<Finding> Explain(BootEnd end, BootEvidence evidence, TimeSpan limit)
    {
        var host = evidence.Host;
        if (EarlyCauses.Find(end, evidence) is { } early)
        {
            return [early];
        }

        return end.Kind switch
        {
            BootEndKind.Firmware =>
                [OfConsole(evidence, FailureCodes.Firmware, $"The firmware of {host} found nothing to boot: {end.Detail}",
                    "Check that a boot loader is installed for this firmware (UEFI or BIOS) and on this disk.")],
            BootEndKind.Bootloader when evidence.Clues.HasEmptyMenu =>
                [OfConsole(evidence, FailureCodes.Bootloader,
                    $"The boot loader of {host} has no entry that it can start: none is there, or the files that they name are missing.",
                    "Compare loader/entries on the EFI system partition with the files that they name.")],
            BootEndKind.Bootloader =>
                [OfConsole(evidence, FailureCodes.Bootloader,
                    $"The boot loader of {host} stopped at its prompt, for it found no configuration: {end.Detail}",
                    "GRUB looks for grub.cfg on the disk and in the folder that it was installed for: install it again.")],
            BootEndKind.Initrd =>
                [OfConsole(evidence, FailureCodes.Initrd,
                    $"The initrd of {host} stopped before the root file system was there: {end.Detail}",
                    "The lines before the prompt name what it was waiting for; see fileSystems and boot.initrd in the configuration.")],
            BootEndKind.KernelPanic => [Panic(end, evidence)],
            BootEndKind.ManagerCrashed =>
                [OfConsole(evidence, FailureCodes.KernelPanic, $"systemd of {host} crashed and froze: {Reason(evidence)}{end.Detail}",
                    "The lines before name what it was doing.")],
            BootEndKind.Emergency =>
                [OfConsole(evidence, FailureCodes.Emergency, $"{host} went into emergency mode.",
                    "A file system or another requirement of the early boot failed; the excerpt names it.")],
            BootEndKind.Rescue =>
                [OfConsole(evidence, FailureCodes.Rescue, $"{host} went into rescue mode instead of its default target.",
                    "Look for rescue.target, or single and systemd.unit= in the kernel parameters.")],
            BootEndKind.GuestExited =>
                [UnfinishedBoot.WithComplaints(OfConsole(evidence, FailureCodes.GuestExited,
                    $"The machine of {host} ended during its boot: {end.Detail}.",
                    "The console's last lines tell who switched it off."), evidence)],
            BootEndKind.RebootLoop =>
                [UnfinishedBoot.WithComplaints(OfConsole(evidence, FailureCodes.RebootLoop,
                    $"{host} restarts again and again: {end.Detail}.",
                    "The console's last lines before each restart tell why."), evidence)],
            BootEndKind.Silent => UnfinishedBoot.OfSilence(evidence, end.Detail),
            BootEndKind.Halted =>
                [OfConsole(evidence, FailureCodes.KvmError, $"QEMU stopped the machine of {host}: {end.Detail}.",
                    "This is QEMU's or KVM's own error, not the configuration's; try "
                        + "--accel=tcg.") with { Origin = FailureOrigin.Environment }],
            _ => UnfinishedBoot.OfTimeout(evidence, limit),
        };
    }

    /// <summary>How long a unit has been starting, when its state was dumped.</summary>
    public static TimeSpan? Since(BootEvidence evidence, string unit) =>
        evidence.Probe.Units.TryGetValue(unit, out var state) && state.StartingAt > 0 && evidence.Probe.DumpedAt is { } now
            ? now - TimeSpan.FromMicroseconds(state.StartingAt)
            : null;

    /// <summary>What systemd cannot live with stands on a line of its own before it freezes.</summary>
    private static string Reason(BootEvidence evidence) =>
        evidence.Console.Tail.LastOrDefault(line => line.StartsWith("[!!!!!!] ", StringComparison.Ordinal)) is { } line
            ? $"{line} "
            : string.Empty;

    /// <summary>
    /// The call trace behind a panic may be longer than an excerpt: what was going on before it tells more. An init that ended
    /// did so because of something that it lacked, where that was said.
    /// </summary>
    private static Finding Panic(BootEnd end, BootEvidence evidence)
    {
        var text = PanicText(end.Detail);
        RemarkKind[] kinds = text.Contains("init", StringComparison.Ordinal)
            ? [RemarkKind.InitFailed, RemarkKind.ProgramMissing]
            : [RemarkKind.KernelBug];
        var lacking = evidence.Clues.Remarks.LastOrDefault(remark => kinds.Contains(remark.Kind));
        var place = lacking is { Kind: RemarkKind.KernelBug } ? evidence.Clues.First(RemarkKind.KernelBugPlace) : null;
        var because = lacking is null || text.Contains(lacking.Text, StringComparison.Ordinal) ? string.Empty
            : $" The line before that names why: {lacking.Text}{(place is null ? string.Empty : $" in {place.What}")}";
        var program = evidence.Console.Tail.SkipWhile(line => line != end.Detail).Select(line => FirstProcess().Match(line))
            .FirstOrDefault(match => match.Success)?.Groups["program"].Value;
        var who = program is null || !text.Contains("init", StringComparison.Ordinal) ? string.Empty : $" The first process was {program}.";
        var failure = OfConsole(evidence, FailureCodes.KernelPanic, $"The kernel of {evidence.Host} panicked: {text}{because}{who}",
            program == "switch_root"
                ? "The system that init= names is not on the root file system, or cannot be executed there: compare it with the "
                    + "loader's entry."
                : "The lines before the panic name what the kernel or init was doing.") with
        {
            Subject = lacking is null ? null : Complaints.SubjectOf(lacking),
        };
        var tail = evidence.Console.Tail;
        var from = tail.TakeWhile(line => line != end.Detail).Count() - (Limits.ExcerptLines / 2);
        return from > tail.Count - Limits.ExcerptLines
            ? failure
            : failure with { Excerpt = [.. tail.Skip(from).Take(Limits.ExcerptLines)] };
    }

    /// <summary>The kernel's words; an exit code of init is taken apart as wait(2) does.</summary>
    private static string PanicText(string line)
    {
        const string marker = "not syncing: ";
        var at = line.IndexOf(marker, StringComparison.Ordinal);
        var text = at < 0 ? line : line[(at + marker.Length)..];
        if (InitExit().Match(text) is not { Success: true } match)
        {
            return text;
        }

        var code = int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var signal = code & 0x7f;
        return $"{text} (init {(signal > 0 ? $"was killed by signal {signal}" : $"ended with exit status {code >> 8 & 0xff}")})";
    }

    [GeneratedRegex(@"\bPID: 1 Comm: (?<program>\S{1,30})")]
    private static partial Regex FirstProcess();

    [GeneratedRegex(@"exitcode=0x(?<code>[0-9a-f]{8})")]
    private static partial Regex InitExit();
}
