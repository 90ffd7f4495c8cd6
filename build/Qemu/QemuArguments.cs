using VmTest.Model;

namespace VmTest.Qemu;

/// <summary>The arguments added to a VM's own command line. They come last, where they override or add.</summary>
internal static class QemuArguments
{
    /// <summary>Memory of a machine that nothing in the configuration sizes, in MiB.</summary>
    private const int DiskMachineMemoryMiB = 1024;

    /// <summary>Cores of such a machine.</summary>
    private const int DiskMachineCores = 2;

    /// <summary>The first in which software emulation has a sound cmpxchg16b.</summary>
    private static readonly Version SoundTcgQemu = new(10, 0);

    /// <summary>
    /// The first whose emulated processors do not run code that another one is just changing, as Linux changes its own: QEMU's
    /// commit deba78709ae8, "accel/tcg: Always lock pages before translation".
    /// </summary>
    private static readonly Version ParallelTcgQemu = new(8, 1);

    /// <summary>Names of the virtio ports in the guest; the probe looks for them.</summary>
    public const string StatePort = "vmtest.state";
    public const string AnswersPort = "vmtest.answers";
    public const string JournalPort = "vmtest.journal";

    // Software emulation before QEMU 10 corrupts flags on cmpxchg16b: a current kernel dies in one boot of three to ten.
    private const string SoundEmulatedCpu = "max,-cx16,-la57";

    // Before 8.1 one of several emulated processors may run into code that another is changing: one boot in some hundreds dies of int3.
    private const int SoundEmulatedCores = 1;

    public static IReadOnlyList<string> Build(VmPlan plan, VmSockets sockets, Version qemu)
    {
        var arguments = new List<string>
        {
            // Without graphics SeaBIOS also writes to the serial port (its sercon-port), and with it GRUB; the screen stays.
            "-machine", $"accel={plan.Accelerator}{(plan.BiosOnSerial ? ",graphics=off" : string.Empty)}",
            "-display", "none",
            "-monitor", "none",
            "-chardev", Socket("vmtest-qmp", sockets.Qmp), "-mon", "chardev=vmtest-qmp,mode=control",
            "-chardev", Socket("vmtest-console", sockets.Console), "-serial", "chardev:vmtest-console",
            "-device", "virtio-serial-pci,id=vmtest-ports",
        };
        foreach (var (id, name, path) in new[] { ("vmtest-s", StatePort, sockets.State), (
            "vmtest-a", AnswersPort, sockets.Answers), ("vmtest-j", JournalPort, sockets.Journal) })
        {
            arguments.AddRange(["-chardev", Socket(id, path), "-device", $"virtserialport,bus=vmtest-ports.0,chardev={id},name={name}"]);
        }

        if (NeedsSoundCpu(plan, qemu))
        {
            arguments.AddRange(["-cpu", SoundEmulatedCpu]);
        }

        if (plan.MemoryMiB is { } memory)
        {
            arguments.AddRange(["-m", $"{memory}"]);
        }

        if ((NeedsOneCore(plan, qemu) ? SoundEmulatedCores : plan.Cores) is { } cores)
        {
            arguments.AddRange(["-smp", $"{cores}"]);
        }

        foreach (var file in plan.CredentialFiles)
        {
            arguments.AddRange(["-smbios", $"type=11,path={Escape(file)}"]);
        }

        return arguments;
    }

    /// <summary>A whole machine that has nothing but its disks: for a host whose configuration brings no VM of its own.</summary>
    /// <param name="disks">qcow2 images; the firmware tries the first one first.</param>
    /// <param name="firmware">Null for BIOS.</param>
    /// <param name="isolated">Whether its network leads nowhere.</param>
    public static IReadOnlyList<string> OnDisks(IReadOnlyList<string> disks, UefiFirmware? firmware, bool isolated)
    {
        var arguments = new List<string>
        {
            "-machine", "q35", "-cpu", "max",
            "-m", $"{DiskMachineMemoryMiB}", "-smp", $"{DiskMachineCores}",
            "-device", "virtio-rng-pci",
            "-nic", $"user,model=virtio-net-pci{(isolated ? ",restrict=on" : string.Empty)}",
        };
        if (firmware is not null)
        {
            arguments.AddRange([
                "-drive", $"if=pflash,format=raw,unit=0,readonly=on,file={Escape(firmware.Code)}",
                "-drive", $"if=pflash,format=raw,unit=1,file={Escape(firmware.Variables)}"]);
        }

        for (var index = 0; index < disks.Count; index++)
        {
            arguments.AddRange([
                "-drive", $"if=none,id=disk{index},format=qcow2,werror=report,file={Escape(disks[index])}",
                "-device", $"virtio-blk-pci,drive=disk{index},bootindex={index + 1}"]);
        }

        return arguments;
    }

    /// <summary>What was changed about the machine, for the report.</summary>
    public static IReadOnlyList<string> Adjustments(VmPlan plan, Version qemu)
    {
        var adjustments = new List<string>();
        if (NeedsSoundCpu(plan, qemu))
        {
            adjustments.Add(
                $"-cpu {SoundEmulatedCpu}: software emulation of QEMU {qemu} corrupts cmpxchg16b, which looks like a kernel panic of "
                    + "the guest's own");
        }

        if (NeedsOneCore(plan, qemu))
        {
            adjustments.Add(
                $"-smp {SoundEmulatedCores}: software emulation of QEMU {qemu} is unsound with several cores, which looks like a kernel "
                    + "panic of the guest's own; --cores takes more anyway");
        }

        return adjustments;
    }

    private static bool NeedsSoundCpu(VmPlan plan, Version qemu) => IsEmulated(plan) && qemu < SoundTcgQemu;

    private static bool NeedsOneCore(VmPlan plan, Version qemu) => IsEmulated(plan) && plan.Cores is null && qemu < ParallelTcgQemu;

    private static bool IsEmulated(VmPlan plan) => plan.Accelerator == AcceleratorChoice.Tcg;

    private static string Socket(string id, string path) => $"socket,id={id},path={Escape(path)}";

    /// <summary>In QEMU's options a comma separates, and two stand for one.</summary>
    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
