namespace VmTest.Guest.Serial;

/// <summary>What a line of the serial console can mean, roughly in the order of a boot.</summary>
public enum ConsoleSign
{
    None,
    Firmware,
    NoBootableDevice,

    /// <summary>The firmware waits for somebody, in its shell or its set-up.</summary>
    FirmwareShell,
    Loader,
    LoaderError,
    LoaderPause,
    LoaderPrompt,
    LoaderWithoutEntry,
    KernelStarted,
    InitrdStarted,
    InitrdPrompt,
    RootMissing,

    /// <summary>The initrd waits for a device and has not ended its line.</summary>
    DeviceAwaited,

    /// <summary>Somebody has to type a passphrase.</summary>
    PassphrasePrompt,
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

    /// <summary>Anything else that may say why a boot fails, as <see cref="ConsoleRemarks"/> reads it.</summary>
    Trouble,
}
