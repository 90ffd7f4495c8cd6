namespace VmTest.Boot;

public enum BootEndKind
{
    /// <summary>systemd says that the boot is over: running or degraded.</summary>
    Ready,

    /// <summary>The console shows the default target, and no probe has spoken.</summary>
    ReadyByConsole,
    KernelPanic,
    Emergency,
    Rescue,
    GuestExited,
    RebootLoop,
    Timeout,
}
