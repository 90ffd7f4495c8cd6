using System.Text.RegularExpressions;

namespace VmTest.Guest.Serial;

/// <summary>
/// Reads what the console says about a boot that fails. The words are those of OVMF, SeaBIOS, GRUB, systemd-boot, the EFI
/// stub, Linux, NixOS's two kinds of a first stage, mount, fsck, ZFS, LVM, cryptsetup and systemd.
/// </summary>
internal static partial class ConsoleRemarks
{
    private const string Systemd = "systemd";

    // The first that matches counts; those of systemd itself need its name, or its brackets, before them.
    private static readonly (Regex Pattern, RemarkKind Kind)[] Table =
    [
        (AskedForPassphrase(), RemarkKind.Passphrase),
        (AskedForKey(), RemarkKind.Passphrase),
        (JobLine(), RemarkKind.JobRunning),
        (JobByName(), RemarkKind.JobRunning),
        (CheckOfUnit(), RemarkKind.CheckFailed),
        (Inconsistency(), RemarkKind.CheckFailed),
        (Unrepaired(), RemarkKind.CheckFailed),
        (CheckEnded(), RemarkKind.CheckFailed),
        (DeviceTimedOut(), RemarkKind.DeviceMissing),
        (StatusFailed(), RemarkKind.UnitFailed),
        (StatusDepend(), RemarkKind.DependencyFailed),
        (SeeStatus(), RemarkKind.UnitName),
        (Snippet(), RemarkKind.SnippetFailed),
        (Pool(), RemarkKind.PoolMissing),
        (Dataset(), RemarkKind.PoolMissing),
        (StageTwo(), RemarkKind.SystemMissing),
        (NoSystem(), RemarkKind.SystemMissing),
        (NoInitParameter(), RemarkKind.SystemMissing),
        (SwitchRoot(), RemarkKind.SystemMissing),
        (NoUsableInit(), RemarkKind.SystemMissing),
        (InitScript(), RemarkKind.InitrdBroken),
        (CannotExecute(), RemarkKind.InitFailed),
        (Awaited(), RemarkKind.DeviceAwaited),
        (Unavailable(), RemarkKind.DeviceMissing),
        (NoSpecialDevice(), RemarkKind.DeviceMissing),
        (NotFoundByMount(), RemarkKind.DeviceMissing),
        (VolumeGroup(), RemarkKind.DeviceMissing),
        (PhysicalVolume(), RemarkKind.DeviceMissing),
        (RootOfKernel(), RemarkKind.DeviceMissing),
        (RootOfInitrd(), RemarkKind.DeviceMissing),
        (MountOfBusybox(), RemarkKind.MountFailed),
        (MountOfDevice(), RemarkKind.MountFailed),
        (MountOfFolder(), RemarkKind.MountFailed),
        (Module(), RemarkKind.ModuleMissing),
        (Ext4(), RemarkKind.FileSystemError),
        (Btrfs(), RemarkKind.FileSystemError),
        (Xfs(), RemarkKind.FileSystemError),
        (Bcachefs(), RemarkKind.FileSystemError),
        (Unpacking(), RemarkKind.InitrdBroken),
        (RequestedInit(), RemarkKind.InitFailed),
        (InitOfKernel(), RemarkKind.InitFailed),
        (Library(), RemarkKind.InitFailed),
        (ScriptLine(), RemarkKind.ProgramMissing),
        (Lockup(), RemarkKind.SoftLockup),
        (Blocked(), RemarkKind.HungTask),
        (Rcu(), RemarkKind.Stall),
        (Bug(), RemarkKind.KernelBug),
        (Place(), RemarkKind.KernelBugPlace),
        (KilledIn(), RemarkKind.MemoryKillUnit),
        (Killed(), RemarkKind.MemoryKill),
        (Disk(), RemarkKind.DiskError),
        (FirmwareEntry(), RemarkKind.FirmwareEntry),
        (NothingToBoot(), RemarkKind.NothingToBoot),
        (KernelFirst(), RemarkKind.LoaderConsequence),
        (GrubNamed(), RemarkKind.Loader),
        (GrubDevice(), RemarkKind.Loader),
        (Grub(), RemarkKind.Loader),
        (SystemdBootFile(), RemarkKind.Loader),
        (SystemdBoot(), RemarkKind.Loader),
        (StubFile(), RemarkKind.Loader),
        (Stub(), RemarkKind.LoaderConsequence),
    ];

    private static readonly (Regex Pattern, RemarkKind Kind)[] OfSystemd =
    [
        (UnitResult(), RemarkKind.UnitFailed),
        (ProcessExited(), RemarkKind.UnitReason),
        (LoggedFailure(), RemarkKind.UnitFailed),
        (LoggedDepend(), RemarkKind.DependencyFailed),
    ];

    /// <summary>What the line says; null for any other line.</summary>
    public static ConsoleRemark? Parse(string line)
    {
        var prefix = Prefix().Match(line);
        var text = line[prefix.Length..].Trim();
        if (prefix.Groups["program"].Value == Systemd && Find(OfSystemd, text) is { } logged)
        {
            return logged;
        }

        return Find(Table, text);
    }

    private static ConsoleRemark? Find((Regex Pattern, RemarkKind Kind)[] table, string text)
    {
        foreach (var (pattern, kind) in table)
        {
            if (pattern.Match(text) is { Success: true } match)
            {
                return new ConsoleRemark(kind, match.Groups["what"].Value.Trim(), text, match.Groups["detail"].Value.Trim());
            }
        }

        return null;
    }

    // The kernel's time, that of a journal, and the program that speaks; systemd-boot has its place in the sources there.
    [GeneratedRegex(@"^(?:\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? )?(?:[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \S+ )?"
        + @"(?:(?:(?<program>[\w.@:-]{1,64})\[\d+\]|stage-[12]-init|kernel): )?(?:\[[^\]]{10,40} \d{4}\] )?"
        + @"(?:[\w./-]{1,100}\.c:\d+@\w{1,60}: )?")]
    private static partial Regex Prefix();

    // The mapping stands in brackets behind the disk; a lock may stand before the words.
    [GeneratedRegex(@"^\W{0,4}(?:(?:Please )?[Ee]nter )?[Pp]assphrase for (?:disk )?'?(?<what>[^':]{1,200}?)'?(?:"
        + @" \((?<detail>[^()]{1,100})\))?"
        + @"\s*:+\s*(?:\(press TAB.*)?[*•]*$")]
    private static partial Regex AskedForPassphrase();

    [GeneratedRegex(@"^\W{0,4}(?:Enter key for (?<what>[^\s:]{1,200})|Please enter (?<what>[\w ]{0,40}PIN))\s*:")]
    private static partial Regex AskedForKey();

    [GeneratedRegex(@"A start job is running for (?<what>.{1,300}?) \((?<detail>[^()/]{1,30}) / [^()]{1,30}\)")]
    private static partial Regex JobLine();

    [GeneratedRegex(@"Job (?<what>\S{1,300}?)/start running \((?<detail>[^()/]{1,30}) / ")]
    private static partial Regex JobByName();

    [GeneratedRegex(@"^\[FAILED\] Failed to start (?:(?:\S+ - )?File System Check|systemd-fsck\S*?…[A-Za-z ]*) on (?<what>\S+?)\.?$")]
    private static partial Regex CheckOfUnit();

    [GeneratedRegex(@"^(?<what>[^\s:]{1,200}): UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY")]
    private static partial Regex Inconsistency();

    [GeneratedRegex(@"^(?<what>\S{1,200}) has unrepaired errors")]
    private static partial Regex Unrepaired();

    [GeneratedRegex(@"^fsck on (?<what>\S{1,200}) failed")]
    private static partial Regex CheckEnded();

    [GeneratedRegex(@"^(?:\[ TIME \] |initrd: )?Timed out waiting for device (?<what>.{1,300}?)"
        + @"(?:, trying to mount anyway|, the root file system)?\.?$")]
    private static partial Regex DeviceTimedOut();

    [GeneratedRegex(@"^\[(?:FAILED| TIME |ASSERT)\] (?:Failed to (?:activate swap|listen on|set up automount|\w+)|Timed out"
        + @" \w+|Assertion failed for) "
        + @"(?<what>.{1,300}?)\.?$")]
    private static partial Regex StatusFailed();

    [GeneratedRegex(@"^\[DEPEND\] Dependency failed for (?<what>.{1,300}?)\.?$")]
    private static partial Regex StatusDepend();

    [GeneratedRegex(@"^See '?systemctl status '?(?<what>[^'""\s]{1,300})'")]
    private static partial Regex SeeStatus();

    [GeneratedRegex(@"^Activation script snippet '(?<what>[^']{0,100})' failed")]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^cannot import '(?<what>[^']{1,200})': ")]
    private static partial Regex Pool();

    [GeneratedRegex(@"^(?:filesystem '(?<what>[^']{1,200})' cannot be mounted|cannot mount '(?<what>[^']{1,200})')")]
    private static partial Regex Dataset();

    [GeneratedRegex(@"^stage 2 init script \((?<what>[^)]{1,300})\) not found")]
    private static partial Regex StageTwo();

    [GeneratedRegex(@"^(?<what>/\S{1,300}) does not look like a NixOS installation")]
    private static partial Regex NoSystem();

    [GeneratedRegex(@"^No (?<what>init=) parameter on the kernel command line")]
    private static partial Regex NoInitParameter();

    [GeneratedRegex(@"Failed to switch root: .{0,100}'(?<what>[^']{1,300})'")]
    private static partial Regex SwitchRoot();

    [GeneratedRegex(@"^(?:\[!!!!!!\] )?Switch root target contains no usable init")]
    private static partial Regex NoUsableInit();

    // What the scripted first stage reads first; the initrd is not as it was made.
    [GeneratedRegex(@"^/init: (?:source: )?line \d+: can't open '?(?<what>/nix/store/[^':]{1,300})")]
    private static partial Regex InitScript();

    [GeneratedRegex(@"^(?:switch_root|chroot): (?:can't execute|failed to execute) '?(?<what>[^':]{1,300})")]
    private static partial Regex CannotExecute();

    [GeneratedRegex(@"^waiting for device (?<what>\S{1,300}) to appear")]
    private static partial Regex Awaited();

    [GeneratedRegex(@"^(?:(?<what>/dev/\S{1,300}) is unavailable$|Device (?<what>/dev/\S{1,300}) does not exist or access denied)")]
    private static partial Regex Unavailable();

    [GeneratedRegex(@"^mount: .{0,300}special device (?<what>\S{1,300}) does not exist")]
    private static partial Regex NoSpecialDevice();

    [GeneratedRegex(@"^mount: \S{1,300}: can't find (?<what>\S{1,300}?)\.?$")]
    private static partial Regex NotFoundByMount();

    [GeneratedRegex(@"^Volume group ""(?<what>[^""]{1,200})"" not found")]
    private static partial Regex VolumeGroup();

    [GeneratedRegex(@"^WARNING: VG (?<what>\S{1,120}) is missing PV ")]
    private static partial Regex PhysicalVolume();

    [GeneratedRegex(@"^VFS: Cannot open root device ""(?<what>[^""]{0,200})""")]
    private static partial Regex RootOfKernel();

    [GeneratedRegex(@"[Ii]nitr(?:d|amfs): cannot mount (?<what>[^\s,:]{1,300})")]
    private static partial Regex RootOfInitrd();

    [GeneratedRegex(@"^mount: mounting (?<what>\S{1,300}) on \S{1,300} failed: ")]
    private static partial Regex MountOfBusybox();

    [GeneratedRegex(@"^mount: \S{1,300}: (?:wrong fs type|can't read superblock).{0,200} on (?<what>[^\s,]{1,300}?)[,.]")]
    private static partial Regex MountOfDevice();

    [GeneratedRegex(@"^mount: (?<what>/[^\s:]{0,300}): (?:unknown filesystem type|(?:mount|fsconfig) system call failed"
        + @"|permission denied|\S+ is write-protected"
        + "|bad option|.{0,100}already mounted)")]
    private static partial Regex MountOfFolder();

    [GeneratedRegex(@"^modprobe: (?:FATAL: )?[Mm]odule (?<what>\S{1,100}) not found")]
    private static partial Regex Module();

    [GeneratedRegex(@"^EXT4-fs (?:error \(device (?<what>\S{1,60}?)\)|\((?<what>\S{1,60})\): (?:VFS: Can't find|unable to"
        + @" read|Cannot load|bad geometry))")]
    private static partial Regex Ext4();

    [GeneratedRegex(@"^BTRFS (?:error|critical) \(device (?<what>[^\s)]{1,60}?)(?: state \w+)?\): ")]
    private static partial Regex Btrfs();

    [GeneratedRegex(@"^XFS \((?<what>\S{1,60})\): (?:.{0,100}[Cc]orruption|SB validate failed|Invalid superblock|Superblock has unknown)")]
    private static partial Regex Xfs();

    [GeneratedRegex(@"^bcachefs \((?<what>[^\s)]{1,60})\): (?:error mounting|.{0,60}\(\): error |error validating|fatal error"
        + @"|Unable to continue)")]
    private static partial Regex Bcachefs();

    [GeneratedRegex(@"^(?:Initramfs|rootfs image is not initramfs).{0,20}unpacking failed: |^rootfs image is not initramfs")]
    private static partial Regex Unpacking();

    [GeneratedRegex(@"Requested init (?<what>\S{1,300}) failed")]
    private static partial Regex RequestedInit();

    [GeneratedRegex(@"^(?:Failed to execute (?<what>/\S{1,300}) \(error|Starting init: (?<what>\S{1,300}) exists but couldn't execute)")]
    private static partial Regex InitOfKernel();

    [GeneratedRegex(@"^/\S{1,300}: error while loading shared libraries: (?<what>[^:\s]{1,200}):")]
    private static partial Regex Library();

    [GeneratedRegex(@"^/\S{1,300}: line \d+: (?<what>[^\s:]{1,300}): (?:command not found|not found|No such file or directory"
        + @"|Permission denied)")]
    private static partial Regex ScriptLine();

    [GeneratedRegex(@"^(?:watchdog: )?BUG: soft lockup - CPU#\d+ stuck for \d+s! \[(?<what>[^\]]{1,60})\]|^(?:NMI )?watchdog:"
        + @" .{0,20}hard LOCKUP")]
    private static partial Regex Lockup();

    [GeneratedRegex(@"^INFO: task (?<what>\S{1,60}) blocked for more than \d+ seconds")]
    private static partial Regex Blocked();

    [GeneratedRegex(@"^(?:rcu: )?INFO: rcu\w{0,20} (?:self-)?detected (?:expedited )?stalls?")]
    private static partial Regex Rcu();

    [GeneratedRegex(@"^(?:BUG: (?:kernel NULL pointer|unable to handle)|Oops: |general protection fault|kernel BUG at |Unable"
        + @" to handle kernel )")]
    private static partial Regex Bug();

    [GeneratedRegex(@"^(?:RIP: \d+:|pc : |IP: (?!\d+:))(?<what>[^\s+]{1,100}\+\S{1,40}(?: \[\w{1,60}\])?)")]
    private static partial Regex Place();

    [GeneratedRegex(@"^oom-kill:.{0,600}task_memcg=[^,]{0,300}/(?<what>[^/,]{1,200}\.service)[,/]")]
    private static partial Regex KilledIn();

    [GeneratedRegex(@"^(?:Out of memory|Memory cgroup out of memory): Killed process \d+ \((?<what>[^)]{1,60})\)")]
    private static partial Regex Killed();

    [GeneratedRegex(@"^(?:blk_update_request: )?(?:critical \w+ error|I/O error), dev (?<what>\w{1,40}), sector ")]
    private static partial Regex Disk();

    [GeneratedRegex(@"^BdsDxe: failed to (?:load|start) Boot\w{4} ""(?<what>[^""]{0,200}?)\s*"" from ")]
    private static partial Regex FirmwareEntry();

    [GeneratedRegex(@"^(?:BdsDxe: No bootable option or device was found|Boot failed: |No bootable device|PXE-E\d+: )")]
    private static partial Regex NothingToBoot();

    [GeneratedRegex(@"^error: .{0,100}(?:you need to load the kernel first|can't find command)")]
    private static partial Regex KernelFirst();

    [GeneratedRegex(@"^error: .{0,200}?[`'](?<what>[^'`]{1,300})'")]
    private static partial Regex GrubNamed();

    [GeneratedRegex(@"^error: .{0,200}?no such device: (?<what>\S{1,100}?)\.?$")]
    private static partial Regex GrubDevice();

    [GeneratedRegex(@"^error: .{3,300}$")]
    private static partial Regex Grub();

    [GeneratedRegex(@"^(?:Error loading (?:EFI binary )?(?<what>\\[^:]{1,300}): |Failed to execute .{1,100} \((?<what>\\[^)]{1,300})\): )")]
    private static partial Regex SystemdBootFile();

    [GeneratedRegex(@"^(?:Error preparing initrd: |Error opening root path: |Bad kernel image: |Error loading kernel image: "
        + @"|Error registering initrd: )")]
    private static partial Regex SystemdBoot();

    [GeneratedRegex(@"^EFI stub: ERROR: Failed to open file: (?<what>\S{1,300})")]
    private static partial Regex StubFile();

    [GeneratedRegex(@"^EFI stub: ERROR: ")]
    private static partial Regex Stub();

    [GeneratedRegex(@"^(?<what>\S{1,255}\.(?:service|socket|mount|automount|timer|path|swap|device)): Failed with result '"
        + @"(?<detail>[\w-]{1,40})'")]
    private static partial Regex UnitResult();

    [GeneratedRegex(@"^(?<what>\S{1,255}\.(?:service|socket|mount|swap)): \w+ process exited, code=\w+, status=(?<detail>\S{1,40})")]
    private static partial Regex ProcessExited();

    [GeneratedRegex(@"^Failed to (?:start|mount|activate swap|listen on) (?<what>.{1,300}?)\.?$")]
    private static partial Regex LoggedFailure();

    [GeneratedRegex(@"^Dependency failed for (?<what>.{1,300}?)\.?$")]
    private static partial Regex LoggedDepend();
}
