namespace VmTest.Guest.Serial;

/// <summary>What a line of the console says about a boot that fails, roughly in the order of a boot.</summary>
public enum RemarkKind
{
    /// <summary>The firmware could not load an entry.</summary>
    FirmwareEntry,

    /// <summary>The firmware has nothing to boot.</summary>
    NothingToBoot,

    /// <summary>The boot loader's own error.</summary>
    Loader,

    /// <summary>An error of the boot loader that only follows from another one.</summary>
    LoaderConsequence,

    /// <summary>The kernel could not unpack its initrd.</summary>
    InitrdBroken,

    /// <summary>The kernel could not execute its first process, or that lacks what it needs.</summary>
    InitFailed,

    /// <summary>The initrd waits for a device.</summary>
    DeviceAwaited,

    /// <summary>A device, or a volume group, is not there.</summary>
    DeviceMissing,

    /// <summary>A ZFS pool or dataset is not there.</summary>
    PoolMissing,

    /// <summary>A file system's check wants a person, or failed.</summary>
    CheckFailed,

    /// <summary>The root file system is there, the system on it is not.</summary>
    SystemMissing,
    MountFailed,
    ModuleMissing,

    /// <summary>The kernel cannot read a file system.</summary>
    FileSystemError,

    /// <summary>Somebody is asked for a passphrase.</summary>
    Passphrase,
    UnitFailed,

    /// <summary>More about the unit that failed just before: its name.</summary>
    UnitName,

    /// <summary>Why a unit's program ended.</summary>
    UnitReason,
    DependencyFailed,
    JobRunning,
    SnippetFailed,

    /// <summary>A script calls a program that is not there.</summary>
    ProgramMissing,
    KernelBug,

    /// <summary>Where in the kernel a bug struck.</summary>
    KernelBugPlace,
    SoftLockup,
    HungTask,
    Stall,

    /// <summary>The unit whose process is killed next because memory ran out.</summary>
    MemoryKillUnit,
    MemoryKill,
    DiskError,
}
