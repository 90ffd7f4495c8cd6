namespace VmTest.Guest.Serial;

/// <summary>What a line of the serial console can mean, roughly in the order of a boot.</summary>
public enum ConsoleSign
{
    None,
    Firmware,
    NoBootableDevice,
    FirmwareShell,
    Loader,
    LoaderError,
    LoaderPrompt,
    LoaderWithoutEntry,
    KernelStarted,
    InitrdStarted,
    InitrdPrompt,
    RootMissing,
    Userspace,
    UnitStarted,
    UnitFailed,
    DependencyFailed,
    JobRunning,
    DefaultTargetReached,
    LoginPrompt,
    ActivationFailed,
    OutOfMemory,
    Emergency,
    Rescue,
    ManagerCrashed,
    KernelPanic,
}
