namespace VmTest.Guest;

public enum BootEndKind
{
    /// <summary>systemd says that the boot is over: running or degraded.</summary>
    Ready,

    /// <summary>The console shows the default target, and no probe has spoken.</summary>
    ReadyByConsole,

    /// <summary>The firmware found nothing to boot.</summary>
    Firmware,

    /// <summary>The boot loader stopped and waits for somebody.</summary>
    Bootloader,

    /// <summary>The initrd stopped and waits for somebody.</summary>
    Initrd,

    /// <summary>Somebody has to type a passphrase before the boot goes on.</summary>
    Passphrase,
    KernelPanic,
    Emergency,
    Rescue,

    /// <summary>systemd itself crashed and froze.</summary>
    ManagerCrashed,
    GuestExited,
    RebootLoop,

    /// <summary>The machine says nothing and its processors rest.</summary>
    Silent,

    /// <summary>QEMU stopped the machine because of an error of its own or of KVM.</summary>
    Halted,
    Timeout,
}
