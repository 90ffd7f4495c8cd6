using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Guest.Verdicts;

/// <summary>Says why a machine did not become ready.</summary>
internal static partial class BootVerdict
{
    /// <summary>The causes of a boot that did not end well; root cause first.</summary>
    public static IReadOnlyList<Finding> Explain(BootEnd end, BootEvidence evidence, TimeSpan limit)
    {
        var host = evidence.Host;
        if (RootMissing(end, evidence) is { } root)
        {
            return [root];
        }

        return end.Kind switch
        {
            BootEndKind.Firmware when evidence.Clues.LineOf(ConsoleSign.LoaderError) is { } line =>
                [OfConsole(evidence, FailureCodes.Bootloader, $"The boot loader of {host} could not start the system: {line}",
                    "Check that the loader's entry names files that are there.")],
            BootEndKind.Firmware =>
                [OfConsole(evidence, FailureCodes.Firmware, $"The firmware of {host} found nothing to boot: {end.Detail}",
                    "Check that a boot loader is installed for this firmware (UEFI or BIOS) and on this disk.")],
            BootEndKind.Bootloader when evidence.Clues.LineOf(ConsoleSign.LoaderWithoutEntry) is not null =>
                [OfConsole(evidence, FailureCodes.Bootloader,
                    $"The boot loader of {host} has no entry that it can start: none is there, or the files that they name are missing.",
                    "Compare loader/entries on the EFI system partition with the files that they name.")],
            BootEndKind.Bootloader =>
                [OfConsole(evidence, FailureCodes.Bootloader, $"The boot loader of {host} stopped and waits for input: {end.Detail}",
                    "The lines before its prompt name the file or device that it did not find.")],
            BootEndKind.Initrd =>
                [OfConsole(evidence, FailureCodes.Initrd,
                    $"The initrd of {host} stopped before the root file system was there: {end.Detail}",
                    "The lines before the prompt name what it was waiting for; see fileSystems and boot.initrd in the configuration.")],
            BootEndKind.KernelPanic => [Panic(end, evidence)],
            BootEndKind.ManagerCrashed =>
                [OfConsole(evidence, FailureCodes.KernelPanic, $"systemd of {host} crashed and froze: {end.Detail}",
                    "The lines before name what it was doing.")],
            BootEndKind.Emergency => Emergency(evidence),
            BootEndKind.Rescue =>
                [OfConsole(evidence, FailureCodes.Rescue, $"{host} went into rescue mode instead of its default target.",
                    "Look for rescue.target, or single and systemd.unit= in the kernel parameters.")],
            BootEndKind.GuestExited =>
                [OfConsole(evidence, FailureCodes.GuestExited, $"The machine of {host} ended during its boot: {end.Detail}.",
                    "The console's last lines tell who switched it off.")],
            BootEndKind.RebootLoop =>
                [OfConsole(evidence, FailureCodes.RebootLoop, $"{host} restarts again and again: {end.Detail}.",
                    "The console's last lines before each restart tell why.")],
            BootEndKind.Silent =>
                [OfConsole(evidence, FailureCodes.Silent, $"{host} went silent and does nothing: {end.Detail}.",
                    "If the last line is a prompt, something waits for input; with no line at all, the firmware found nothing to boot, "
                        + "or no console is on ttyS0.")],
            BootEndKind.Halted =>
                [OfConsole(evidence, FailureCodes.KvmError, $"QEMU stopped the machine of {host}: {end.Detail}.",
                    "This is QEMU's or KVM's own error, not the configuration's; try "
                        + "--accel=tcg.") with { Origin = FailureOrigin.Environment }],
            _ => Timeout(evidence, limit),
        };
    }

    /// <summary>How long a unit has been starting, when its state was dumped.</summary>
    public static TimeSpan? Since(BootEvidence evidence, string unit) =>
        evidence.Probe.Units.TryGetValue(unit, out var state) && state.StartingAt > 0 && evidence.Probe.DumpedAt is { } now
            ? now - TimeSpan.FromMicroseconds(state.StartingAt)
            : null;

    /// <summary>A root file system that is not there ends in a panic, an emergency or a prompt, whichever initrd there is.</summary>
    private static Finding? RootMissing(BootEnd end, BootEvidence evidence)
    {
        var before = end.Kind is BootEndKind.KernelPanic or BootEndKind.Emergency or BootEndKind.Initrd or BootEndKind.Timeout
            or BootEndKind.Silent or BootEndKind.RebootLoop
            && !evidence.Milestones.Has("userspace");
        if (!before || evidence.Clues.LineOf(ConsoleSign.RootMissing) is not { } line)
        {
            return null;
        }

        var device = BootClues.DeviceIn(line);
        return OfConsole(evidence, FailureCodes.RootDevice,
            $"{evidence.Host} did not find its root file system{(device is null ? string.Empty : $" on {device}")}: {line}",
            "Check fileSystems.\"/\" and the root= kernel parameter, and that the initrd has the driver of the disk.") with
        {
            Subject = device is null ? null : new Subject(SubjectKind.Device, device),
        };
    }

    /// <summary>The call trace behind a panic may be longer than an excerpt: what was going on before it tells more.</summary>
    private static Finding Panic(BootEnd end, BootEvidence evidence)
    {
        var failure = OfConsole(evidence, FailureCodes.KernelPanic, $"The kernel of {evidence.Host} panicked: {PanicText(end.Detail)}",
            "The lines before the panic name what the kernel or init was doing.");
        var tail = evidence.Console.Tail;
        var from = tail.TakeWhile(line => line != end.Detail).Count() - (Limits.ExcerptLines / 2);
        return from > tail.Count - Limits.ExcerptLines
            ? failure
            : failure with { Excerpt = [.. tail.Skip(from).Take(Limits.ExcerptLines)] };
    }

    private static IReadOnlyList<Finding> Emergency(BootEvidence evidence)
    {
        var failed = evidence.Journal.FailedJobs.Where(job => job.Value != "dependency").Select(job => job.Key).ToList();
        if (failed.Count == 0)
        {
            // The journal may have ended before it began; the console names units as far as it does not shorten them.
            failed = [.. evidence.Console.Tail.Select(line => NamedFailure().Match(line)).Where(match => match.Success)
                .Select(match => match.Groups["unit"].Value).Take(1)];
        }

        var failure = OfConsole(evidence, FailureCodes.Emergency, $"{evidence.Host} went into emergency mode.",
            "A file system or another requirement of the early boot failed; the excerpt names it.");
        return failed.Count == 0 ? [failure] :
        [
            failure with
            {
                Message = $"{evidence.Host} went into emergency mode because {failed[0]} failed.",
                Subject = new Subject(SubjectKind.Unit, failed[0]),
                Excerpt = [.. evidence.Console.Failed, .. evidence.Journal.LinesOf(failed[0])],
                Hint = $"Fix {failed[0]}, or mark what needs it as nofail if the system can do without.",
            },
        ];
    }

    private static IReadOnlyList<Finding> Timeout(BootEvidence evidence, TimeSpan limit)
    {
        var units = evidence.Probe.Units;
        var running = JobQueue.Running(evidence.Probe.Jobs, units);
        var reached = evidence.Milestones.Last is { } last ? $"it came as far as {last}" : "it showed no sign of life";
        var failure = OfConsole(evidence, FailureCodes.BootTimeout,
            $"{evidence.Host} was not ready after {limit.TotalSeconds:0} s: {reached}.",
            "Raise --boot-timeout if the machine only is slow; the console's last lines tell how far it came.");
        if (running.Count == 0)
        {
            return [failure];
        }

        var (job, waiting) = running[0];
        var others = waiting > 0 ? $", and {waiting} other unit{(waiting == 1 ? " waits" : "s wait")} for it" : string.Empty;
        var since = Since(evidence, job.Unit) is { } time ? $" for {Duration.Text(time)}" : string.Empty;
        var process = units.TryGetValue(job.Unit, out var state) && state.ExecMainPid > 0
            ? $" (main process {state.ExecMainPid})"
            : string.Empty;
        var lines = evidence.Journal.LinesOf(job.Unit);
        return
        [
            failure with
            {
                Message = $"{evidence.Host} was not ready after {limit.TotalSeconds:0} s: the {job.Type} job of {job.Unit}{process} has "
                    + $"been running{since}{others}.",
                Subject = new Subject(SubjectKind.Unit, job.Unit),
                Excerpt = lines.Count > 0 ? lines : failure.Excerpt,
                Hint = $"Make {job.Unit} end or report that it is ready (a service of Type=oneshot blocks the boot until it ends), or "
                    + "take it out of what the default target waits for.",
            },
        ];
    }

    private static Finding OfConsole(BootEvidence evidence, string code, string message, string hint) => new()
    {
        Code = code,
        Origin = FailureOrigin.Configuration,
        Message = message,
        Excerpt = [.. evidence.Console.Tail.TakeLast(Limits.ExcerptLines)],
        Log = new LogReference(evidence.ConsoleLog),
        Hint = hint,
    };

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

    [GeneratedRegex(
        @"(?:Timed out waiting for device|Failed to \w+|Dependency failed for) "
            + @"(?<unit>[^\s…]+\.(?:service|mount|device|swap|socket|target))(?=[\s.]|$)")]
    private static partial Regex NamedFailure();

    [GeneratedRegex(@"exitcode=0x(?<code>[0-9a-f]{8})")]
    private static partial Regex InitExit();
}
