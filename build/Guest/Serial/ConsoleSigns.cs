using System.Buffers;
using System.Text.RegularExpressions;

namespace VmTest.Guest.Serial;

/// <summary>
/// Recognises lines of the serial console, control sequences already removed. The words are those of SeaBIOS, OVMF, GRUB,
/// systemd-boot, Linux, NixOS's scripted first stage, and systemd.
/// </summary>
internal static partial class ConsoleSigns
{
    // One pass for all words finds the few lines that are worth a closer look.
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "SeaBIOS", "BdsDxe", "bootable device", "Boot failed", "Interactive Shell", "Shell>", "GRUB", "grub", "Entering rescue",
            "Failed to boot both", "not found.", "Press any key to continue", "systemd-boot", "EFI stub",
            "Error loading", "Reboot Into Firmware", "No loader found", "Error preparing", "Failed to execute", "Bad kernel image",
            "kernel first", "Linux version ", "NixOS Stage 1", "initrd", "stage 1 of the boot",
            "initramfs", "built-in shell", "root device", "mount root fs", "waiting for device", "Welcome to ", "NixOS Stage 2",
            "switch_root", "  OK  ", "FAILED", "DEPEND", " TIME ",
            "start job is running", "/start running (", "Reached target", " login: ", "Activation script snippet", "Out of memory",
            "emergency mode", "access to console",
            "rescue mode", "Freezing execution", "Kernel panic",
            "assphrase", "Enter key for", " PIN", "for maintenance", "UNEXPECTED INCONSISTENCY", "unrepaired errors", "fsck on ",
            "cannot import '", "cannot be mounted", "cannot mount '", "init script (", "does not look like a NixOS", "No init= parameter",
            "Failed to switch root", "can't execute", "for device ", "is unavailable", "does not exist", "mount: ", "Volume group",
            "odule ", "-fs ", "BTRFS", "XFS (", "bcachefs (", "is missing PV", "usable init", "can't open", "] IP: ",
            "unpacking failed", "not initramfs", "Requested init", "Starting init: ",
            "shared libraries", ": line ", "BUG: ", "Oops: ", "protection fault", "BUG at", "Unable to handle", "RIP: ", "pc : ",
            "LOCKUP", "blocked for more than", "detected ", "oom-kill:", "Killed process", ", dev ", "PXE-E", "error: ", "root path: ",
            "kernel image: ", "ASSERT", "systemctl status", "Failed with result", "process exited, code", "systemd[1]: Failed to",
            "systemd[1]: Timed out", "systemd[1]: Dependency failed",
        ],
        StringComparison.Ordinal);

    private const string StartedPrefix = "[  OK  ] ";

    private static readonly SearchValues<string> TellingTargets = SearchValues.Create(
        ["Reached target", "mergency", "escue"], StringComparison.Ordinal);

    private static readonly (Regex Pattern, ConsoleSign Sign)[] Table =
    [
        (Panic(), ConsoleSign.KernelPanic),
        (Crash(), ConsoleSign.ManagerCrashed),
        (EmergencyMode(), ConsoleSign.Emergency),
        (RescueMode(), ConsoleSign.Rescue),
        (TargetReached(), ConsoleSign.DefaultTargetReached),
        (RootGone(), ConsoleSign.RootMissing),
        (StatusFailed(), ConsoleSign.UnitFailed),
        (StatusDepend(), ConsoleSign.DependencyFailed),
        (Waiting(), ConsoleSign.JobRunning),
        (StatusOk(), ConsoleSign.UnitStarted),
        (Snippet(), ConsoleSign.ActivationFailed),
        (Oom(), ConsoleSign.OutOfMemory),
        (Login(), ConsoleSign.LoginPrompt),
        (Asked(), ConsoleSign.PassphrasePrompt),
        (StageOneFailed(), ConsoleSign.InitrdPrompt),
        (FirstStage(), ConsoleSign.InitrdStarted),
        (SecondStage(), ConsoleSign.Userspace),
        (Awaited(), ConsoleSign.DeviceAwaited),
        (KernelBanner(), ConsoleSign.KernelStarted),
        (GrubRescue(), ConsoleSign.LoaderPrompt),
        (GrubWaits(), ConsoleSign.LoaderPause),
        (EmptyMenu(), ConsoleSign.LoaderWithoutEntry),
        (LoaderTrouble(), ConsoleSign.LoaderError),
        (LoaderBanner(), ConsoleSign.Loader),
        (UefiShell(), ConsoleSign.FirmwareShell),
        (NothingToBoot(), ConsoleSign.NoBootableDevice),
        (FirmwareBanner(), ConsoleSign.Firmware),
    ];

    public static ConsoleSign Classify(string line)
    {
        // Most lines of a long boot are of units that started.
        if (line.StartsWith(StartedPrefix, StringComparison.Ordinal) && !line.AsSpan(StartedPrefix.Length).ContainsAny(TellingTargets))
        {
            return ConsoleSign.UnitStarted;
        }

        if (!line.AsSpan().ContainsAny(Words))
        {
            return ConsoleSign.None;
        }

        foreach (var (pattern, sign) in Table)
        {
            if (pattern.IsMatch(line))
            {
                return sign;
            }
        }

        return ConsoleRemarks.Parse(line) is null ? ConsoleSign.None : ConsoleSign.Trouble;
    }

    [GeneratedRegex(@"^\W{0,4}(?:(?:Please )?[Ee]nter )?[Pp]assphrase for .{1,300}:+\s*(?:\(press TAB.*)?[*•]*\s*$"
        + @"|^\W{0,4}Enter key for \S{1,200}:\s*$|^\W{0,4}Please enter [\w ]{0,40}PIN\s*:")]
    private static partial Regex Asked();

    [GeneratedRegex("^waiting for device \\S{1,300} to appear")]
    private static partial Regex Awaited();

    // Only what the kernel itself prints has its timestamp before it, and with some kernels the thread or processor.
    [GeneratedRegex(@"\[ *\d+\.\d+\](\[ *[TC]\d+\])? Kernel panic - not syncing: ")]
    private static partial Regex Panic();

    [GeneratedRegex(@"systemd\[1\]: .*Freezing execution|^\[!!!!!!\].*Freezing execution")]
    private static partial Regex Crash();

    [GeneratedRegex(
        @"^You are in emergency mode|^(?:Give root password|Press Enter) for maintenance|^Cannot open access to console, the"
            + @" root account is locked|^\[  OK  \] (Reached target|Started) "
            + @".*(emergency\.|Emergency (Mode|Shell))")]
    private static partial Regex EmergencyMode();

    [GeneratedRegex(@"^You are in rescue mode|^\[  OK  \] (Reached target|Started) .*(rescue\.|Rescue (Mode|Shell))")]
    private static partial Regex RescueMode();

    // By description, by name, or both, whichever StatusUnitFormat= says.
    [GeneratedRegex(@"^\[  OK  \] Reached target .*(multi-user\.target|Multi-User System|graphical\.target|Graphical Interface)")]
    private static partial Regex TargetReached();

    [GeneratedRegex(@"VFS: Cannot open root device|Unable to mount root fs|Timed out waiting for device|[Ii]nitr(d|amfs): cannot mount ")]
    private static partial Regex RootGone();

    [GeneratedRegex(@"^\[(FAILED| TIME )\] ")]
    private static partial Regex StatusFailed();

    [GeneratedRegex(@"^\[DEPEND\] ")]
    private static partial Regex StatusDepend();

    [GeneratedRegex(@"A start job is running for |Job \S+/start running \(")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^\[  OK  \] ")]
    private static partial Regex StatusOk();

    [GeneratedRegex(@"Activation script snippet '[^']*' failed")]
    private static partial Regex Snippet();

    [GeneratedRegex(@"[Oo]ut of memory: Killed process \d+")]
    private static partial Regex Oom();

    [GeneratedRegex(@"^\S+ login: ")]
    private static partial Regex Login();

    // The initrd's shell waits for somebody to type.
    [GeneratedRegex(@"An error occurred in stage 1 of the boot process|BusyBox .* built-in shell|^\(initramfs\)")]
    private static partial Regex StageOneFailed();

    [GeneratedRegex(@"<<< NixOS Stage 2 >>>|^Welcome to (?!GRUB).+!$")]
    private static partial Regex SecondStage();

    [GeneratedRegex(@"<<< NixOS Stage 1 >>>|Running in initrd|<<< .* initrd >>>|^Booting initrd of |^Welcome to .*[Ii]nitr")]
    private static partial Regex FirstStage();

    [GeneratedRegex(@"^\[[ .\d]+\] Linux version ")]
    private static partial Regex KernelBanner();

    // After the last line GRUB shows its menu and starts nothing any more by itself.
    [GeneratedRegex(@"^grub rescue>|^grub>|Entering rescue mode|^\s*Failed to boot both default and fallback entries")]
    private static partial Regex GrubRescue();

    [GeneratedRegex(@"^Press any key to continue\.\.\.")]
    private static partial Regex GrubWaits();

    [GeneratedRegex(@"Error loading |Error preparing initrd|Failed to execute |Bad kernel image|load the kernel first|^\s*not found\.\s*$")]
    private static partial Regex LoaderTrouble();

    // An entry whose kernel is not there is left out of systemd-boot's menu: then the firmware itself is all that it offers. OVMF
    // drops the rest of a text that its serial port takes too slowly, so the first seconds of the countdown may be missing.
    [GeneratedRegex(@"^\s*Reboot Into Firmware Interface\b.{0,600}?Boot in \d+ s|^No loader found\. Configuration files in")]
    private static partial Regex EmptyMenu();

    [GeneratedRegex(@"GRUB|^systemd-boot|EFI stub: ")]
    private static partial Regex LoaderBanner();

    // UiApp is the firmware's own set-up, which waits for somebody: where nothing else could be started, or a loader asked for it.
    [GeneratedRegex(@"UEFI Interactive Shell|^Shell>|^BdsDxe: starting Boot[0-9A-F]{4} ""UiApp""")]
    private static partial Regex UefiShell();

    [GeneratedRegex(@"No bootable device|BdsDxe: No bootable option or device was found")]
    private static partial Regex NothingToBoot();

    [GeneratedRegex(@"SeaBIOS \(version|BdsDxe: |Boot failed")]
    private static partial Regex FirmwareBanner();
}
