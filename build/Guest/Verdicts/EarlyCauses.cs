using System.Text.RegularExpressions;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Guest.Verdicts;

/// <summary>Why a boot ended before its system ran, by the line of firmware, boot loader, kernel or initrd that says so.</summary>
internal static partial class EarlyCauses
{
    private const string NotFound = "Not Found", Denied = "Access Denied", NoSuchFile = "No such file or directory";

    private static readonly BootEndKind[] BeforeKernel =
    [
        BootEndKind.Firmware, BootEndKind.Bootloader, BootEndKind.Silent, BootEndKind.Timeout, BootEndKind.RebootLoop,
        BootEndKind.GuestExited,
    ];

    private static readonly BootEndKind[] BeforeSystem =
    [
        BootEndKind.Initrd, BootEndKind.Emergency, BootEndKind.KernelPanic, BootEndKind.Silent, BootEndKind.Timeout,
        BootEndKind.RebootLoop, BootEndKind.GuestExited,
    ];

    // What comes last in a first stage is reached only where all before it went well.
    private static readonly RemarkKind[] OfInitrd =
    [
        RemarkKind.InitrdBroken, RemarkKind.SystemMissing, RemarkKind.CheckFailed, RemarkKind.PoolMissing, RemarkKind.DeviceMissing,
        RemarkKind.DeviceAwaited, RemarkKind.MountFailed, RemarkKind.FileSystemError, RemarkKind.ModuleMissing,
    ];

    /// <summary>Null where nothing was said that explains this end.</summary>
    public static Finding? Find(BootEnd end, BootEvidence evidence)
    {
        var clues = evidence.Clues;
        if (PassphraseCauses.Find(end, evidence) is { } asked)
        {
            return asked;
        }

        if (!clues.KernelStarted && BeforeKernel.Contains(end.Kind))
        {
            return OfLoader(evidence) ?? OfFirmware(evidence);
        }

        if (end.Kind == BootEndKind.Emergency)
        {
            return clues.First(RemarkKind.SystemMissing, RemarkKind.CheckFailed, RemarkKind.PoolMissing) is { } remark
                ? OfRemark(evidence, remark)
                : EmergencyCause.Find(evidence);
        }

        if (end.Kind == BootEndKind.ManagerCrashed)
        {
            // The initrd's own systemd stops where it has nothing to hand over to.
            return !clues.BeyondInitrd && clues.First(RemarkKind.SystemMissing) is { } lacking ? OfRemark(evidence, lacking) : null;
        }

        if (clues.BeyondInitrd || !BeforeSystem.Contains(end.Kind))
        {
            return null;
        }

        var cause = OfInitrd.Select(kind => clues.First(kind)).FirstOrDefault(found => found is not null);
        if (cause is { Kind: RemarkKind.DeviceMissing } && IsRootOfInitrd(cause) && clues.First(RemarkKind.MountFailed) is { } refused)
        {
            // The initrd says only that it could not; mount has said why, and the device is there.
            cause = refused;
        }

        if (cause is null || cause.Kind == RemarkKind.FileSystemError && end.Kind == BootEndKind.KernelPanic)
        {
            return end.Kind is BootEndKind.Timeout or BootEndKind.Silent ? AwaitedDevice(evidence) : null;
        }

        return OfRemark(evidence, cause);
    }

    /// <summary>A finding with the console's last lines, the telling one among them.</summary>
    public static Finding OfConsole(BootEvidence evidence, string code, string message, string hint, string telling = "")
    {
        IReadOnlyList<string> last = [.. evidence.Console.Tail.TakeLast(Limits.ExcerptLines)];
        return new Finding
        {
            Code = code,
            Origin = FailureOrigin.Configuration,
            Message = message,
            Excerpt = telling.Length == 0 || last.Any(line => line.Contains(telling, StringComparison.Ordinal))
                ? last
                : [telling, .. last.Skip(1)],
            Log = new LogReference(evidence.ConsoleLog),
            Hint = hint,
        };
    }

    private static Finding? OfLoader(BootEvidence evidence)
    {
        if ((evidence.Clues.First(RemarkKind.Loader) ?? evidence.Clues.First(RemarkKind.LoaderConsequence)) is not { } remark)
        {
            return null;
        }

        var hint = remark.Text switch
        {
            var text when text.Contains(Denied, StringComparison.Ordinal) || text.Contains("signature", StringComparison.Ordinal) =>
                "Secure Boot refuses it: sign what the loader starts, or start the VM without Secure Boot.",
            var text when text.Contains("not found", StringComparison.Ordinal) && remark.What.EndsWith(".mod", StringComparison.Ordinal) =>
                "GRUB's core started, and its modules are not where it looks for them: /boot was emptied, or is another file system or "
                    + "subvolume than when GRUB was installed. Install it again.",
            var text when text.Contains("no such device", StringComparison.Ordinal) =>
                "GRUB looks for a file system that is on none of the VM's disks: compare its UUID with those of the disks, "
                    + "and install GRUB again.",
            var text when text.Contains("unknown filesystem", StringComparison.Ordinal)
                || text.Contains("no such partition", StringComparison.Ordinal) =>
                "GRUB was installed for another disk or partition, or lacks the module of the file system that holds /boot; "
                    + "install it again.",
            var text when FirmwareLimit().IsMatch(text) =>
                "The firmware has no room for what it is asked to load: make the initrd smaller, give the VM more memory (--memory), "
                    + "or take another version of the firmware or of the boot loader.",
            var text when Unreadable().IsMatch(text) =>
                "GRUB finds the disk and cannot read what holds /boot on it: a disk of it is missing, or GRUB is older than its "
                    + "format. Give the VM all of its disks, and install it again.",
            var text when text.Contains("symbol", StringComparison.Ordinal) =>
                "GRUB's core and its modules are of two versions: install both again (boot.loader.grub.device names the disk that starts).",
            var text when text.Contains("out of memory", StringComparison.Ordinal) =>
                "Kernel and initrd do not fit into the memory that the loader may use: make the initrd smaller or the VM "
                    + "larger (--memory).",
            var text when text.Contains("kernel image", StringComparison.Ordinal)
                || text.Contains("Unsupported", StringComparison.Ordinal) =>
                "The file is there, and no kernel for this machine, or only a part of one: a full EFI system partition leaves such files.",
            _ => "The loader's entry names a file that is not there: the EFI system partition (or /boot) was full, is not the one that the "
                + "entries were written to, or its files were removed. Compare the entries with the files, and install the loader again.",
        };
        return OfConsole(evidence, FailureCodes.Bootloader, $"The boot loader of {evidence.Host} could not start the system: {remark.Text}",
            hint, remark.Text) with
        {
            Subject = Complaints.SubjectOf(remark),
        };
    }

    private static Finding? OfFirmware(BootEvidence evidence)
    {
        var entries = evidence.Clues.Remarks.Where(remark => remark.Kind == RemarkKind.FirmwareEntry).ToList();
        var remark = entries.Find(entry => entry.Text.Contains(Denied, StringComparison.Ordinal)) ?? entries.FirstOrDefault()
            ?? evidence.Clues.First(RemarkKind.NothingToBoot);
        if (remark is null)
        {
            return null;
        }

        return OfConsole(evidence, FailureCodes.Firmware, $"The firmware of {evidence.Host} found nothing to boot: {remark.Text}",
            remark.Text.Contains(Denied, StringComparison.Ordinal)
                ? "Secure Boot refuses the boot loader: sign it, or start the VM without Secure Boot."
                : remark.Text.Contains(NotFound, StringComparison.Ordinal)
                    ? "The disk has no \\EFI\\BOOT\\BOOTX64.EFI, and the firmware no entry of its own: set "
                        + "boot.loader.efi.canTouchEfiVariables, or boot.loader.grub.efiInstallAsRemovable, and check that the EFI system "
                        + "partition is mounted where the loader is installed."
                    : "Check that a boot loader is installed for this firmware (UEFI or BIOS) and on this disk.", remark.Text) with
        {
            Subject = Complaints.SubjectOf(remark),
        };
    }

    /// <summary>A job of the initrd that waits for a device will wait for ever, or longer than the limit.</summary>
    private static Finding? AwaitedDevice(BootEvidence evidence)
    {
        var waiting = evidence.Clues.RunningJobs.Select(job => (UnitNames.Resolve(evidence, job.What), job.Since))
            .FirstOrDefault(job => job.Item1.Kind == SubjectKind.Device);
        return waiting.Item1 is not { } device ? null : OfConsole(evidence, FailureCodes.RootDevice,
            $"{evidence.Host} did not find {device.Name}, which it needs to boot: its initrd waited for it for "
                + $"{waiting.Since.TotalSeconds:0} s.", DeviceHint) with
        {
            Subject = device,
        };
    }

    private const string DeviceHint = "Check fileSystems and swapDevices for it, and that the initrd has the driver of the disk "
        + "(boot.initrd.availableKernelModules); a VM's disks have other names than those of the real machine.";

    private static string HintOf(BootEvidence evidence, ConsoleRemark remark) => NameOf(evidence, remark) switch
    {
        var name when name.StartsWith("/dev/md", StringComparison.Ordinal) =>
            "No array of that name was put together: set boot.swraid.enable and name it in boot.swraid.mdadmConf, and give the VM "
                + "the disks that it is made of.",
        _ when remark.Text.Contains(" is missing PV ", StringComparison.Ordinal) =>
            "A disk of the volume group is not there, and LVM does not start it degraded: give the VM all of its disks (encrypted ones by "
                + "boot.initrd.luks.devices), or take the missing one out (vgreduce --removemissing).",
        _ => DeviceHint,
    };

    private static Finding OfRemark(BootEvidence evidence, ConsoleRemark remark)
    {
        var host = evidence.Host;
        var (code, message, hint) = remark.Kind switch
        {
            RemarkKind.InitrdBroken when remark.What.Length > 0 => (FailureCodes.Initrd,
                $"The initrd of {host} is not complete, and its init cannot read {remark.What}",
                "The boot loader has read only a part of the file, or the file is damaged: look at the disk that has it and at its free "
                    + "space, and install the boot loader again."),
            RemarkKind.InitrdBroken => (FailureCodes.Initrd, $"The kernel of {host} could not unpack its initrd",
                "The initrd is damaged, in a format that the kernel cannot read (boot.initrd.compressor), or too large for "
                    + "the VM's memory."),
            RemarkKind.SystemMissing => (FailureCodes.Initrd, $"{host} found its root file system, and no system on it",
                SystemHint(remark)),
            RemarkKind.CheckFailed => (FailureCodes.FilesystemCheck, $"The check of {remark.What} failed in the boot of {host}",
                $"Repair it by hand: fsck {remark.What}. On a disk that was installed afresh, check that fileSystems names the type that "
                    + "is on it; noCheck = true leaves the check out."),
            RemarkKind.PoolMissing => (FailureCodes.RootDevice, $"{host} could not get at the ZFS pool or dataset {remark.What}",
                PoolHint(remark)),
            RemarkKind.DeviceMissing when IsRootOfKernel(remark) => (FailureCodes.RootDevice,
                $"{host} did not find its root file system{(remark.What.Length == 0 ? string.Empty : $" on {remark.What}")}",
                "Check fileSystems.\"/\" and the root= kernel parameter, and that the initrd has the driver of the disk."),
            RemarkKind.DeviceMissing or RemarkKind.DeviceAwaited => (FailureCodes.RootDevice,
                $"{host} did not find {NameOf(evidence, remark)}, which it needs to boot", HintOf(evidence, remark)),
            RemarkKind.ModuleMissing => (FailureCodes.Initrd, $"The initrd of {host} has no module {remark.What}",
                "Add it to boot.initrd.availableKernelModules, or take a kernel that has it."),
            RemarkKind.MountFailed when evidence.Clues.First(RemarkKind.FileSystemError) is not null => (FailureCodes.Initrd,
                $"The initrd of {host} could not mount {NameOf(evidence, remark)}",
                "The kernel cannot read it: repair it by hand (fsck, btrfs check, bcachefs fsck), or check that fsType of this entry of "
                    + "fileSystems is what is on it."),
            RemarkKind.MountFailed when remark.Text.EndsWith(NoSuchFile, StringComparison.Ordinal) => (FailureCodes.Initrd,
                $"The initrd of {host} could not mount {NameOf(evidence, remark)}, which is there",
                "What its options name is not on it: compare subvol= in this entry of fileSystems (or rootflags=) with the subvolumes "
                    + "that were made (btrfs subvolume list)."),
            _ => (FailureCodes.Initrd, $"The initrd of {host} could not mount {NameOf(evidence, remark)}",
                "Check fsType and options of this entry of fileSystems, and that the initrd supports it "
                    + "(boot.initrd.supportedFilesystems)."),
        };
        return OfConsole(evidence, code, $"{message}: {remark.Text}{MoreOnMount(evidence, remark)}", hint, remark.Text) with
        {
            Subject = remark.Kind is RemarkKind.DeviceMissing or RemarkKind.DeviceAwaited
                ? remark.What.Length == 0 ? null : new Subject(SubjectKind.Device, NameOf(evidence, remark))
                : Complaints.SubjectOf(remark),
        };
    }

    // Status codes of UEFI (Appendix D).
    [GeneratedRegex("Bad Buffer Size|Buffer Too Small|Out of Resources")]
    private static partial Regex FirmwareLimit();

    [GeneratedRegex("chunk descriptor|member device|failure reading sector|outside of disk|structure needs cleaning|checksum verification")]
    private static partial Regex Unreadable();

    private static string NameOf(BootEvidence evidence, ConsoleRemark remark) =>
        remark.Kind == RemarkKind.FileSystemError ? $"/dev/{remark.What}"
        : remark.Kind == RemarkKind.DeviceMissing ? UnitNames.Resolve(evidence, remark.What).Name : remark.What;

    private static bool IsRootOfKernel(ConsoleRemark remark) =>
        remark.Text.StartsWith("VFS: ", StringComparison.Ordinal) || IsRootOfInitrd(remark);

    private static bool IsRootOfInitrd(ConsoleRemark remark) => remark.Text.Contains("cannot mount ", StringComparison.Ordinal);

    /// <summary>mount gives an error number; what the kernel says of the file system is the reason.</summary>
    private static string MoreOnMount(BootEvidence evidence, ConsoleRemark remark) => remark.Kind != RemarkKind.MountFailed ? string.Empty
        : evidence.Clues.First(RemarkKind.FileSystemError, RemarkKind.ModuleMissing) is { } reason ? $" ({reason.Text})" : string.Empty;

    private static string SystemHint(ConsoleRemark remark) => remark.Text switch
    {
        var text when text.StartsWith("No init=", StringComparison.Ordinal) =>
            "The loader's entry has to pass init=/nix/store/…/init to the kernel: install the boot loader again.",
        _ => "Something empties the file system that holds /nix (a rollback of the root in the initrd, for example), or /nix is one of its "
            + "own that the initrd does not mount: check fileSystems.\"/nix\" and its neededForBoot, and what runs in the initrd.",
    };

    private static string PoolHint(ConsoleRemark remark) => remark.Text switch
    {
        var text when text.Contains("in use from another system", StringComparison.Ordinal) =>
            "Export the pool where it was made, give the host the same networking.hostId, or set boot.zfs.forceImportRoot.",
        var text when text.Contains("more than one matching", StringComparison.Ordinal) =>
            "Two sets of disks hold a pool of that name: wipe the labels of the old one, or narrow boot.zfs.devNodes.",
        var text when text.Contains("no such pool", StringComparison.Ordinal) =>
            "No disk of the VM holds the pool: it needs a disk with it, boot.zfs.devNodes has to find that (a VM's disks may have no "
                + "names in /dev/disk/by-id), and the initrd its driver; or give virtualisation.vmVariant other file systems.",
        _ => "Check that the dataset exists, that its mountpoint property fits fileSystems (legacy for what NixOS mounts), and that its "
            + "pool is complete.",
    };
}
