namespace VmTest.Model;

/// <summary>What was seen of one machine's boot.</summary>
public sealed record BootReport
{
    /// <summary>When QEMU was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From QEMU's start to the verdict "ready"; null where it never came.</summary>
    public long? ReadyAfterMs { get; init; }

    /// <summary>From QEMU's start to the sign, or the limit, that ended a boot which failed; null where it became ready.</summary>
    public long? EndedAfterMs { get; init; }

    /// <summary>From the guest's own "startup finished", on its clock, to the verdict.</summary>
    public long? VerdictLagMs { get; init; }

    public long? FirmwareMs { get; init; }

    public long? LoaderMs { get; init; }

    public long? KernelMs { get; init; }

    public long? InitrdMs { get; init; }

    public long? UserspaceMs { get; init; }

    /// <summary>The stages that the boot reached, in their order.</summary>
    public IReadOnlyList<Milestone> Milestones { get; init; } = [];

    /// <summary>
    /// From QEMU's start to zero of the guest's monotonic clock, on which its units' own times count: when its kernel
    /// started.
    /// </summary>
    public long? GuestClockMs { get; init; }

    /// <summary>
    /// How far the guest's times may be off on this machine's clock, at most; null where they do not fit, and are left out.
    /// </summary>
    public long? GuestClockErrorMs { get; init; }

    /// <summary>What the guest was started by: uefi or bios; null where it did not tell.</summary>
    public string? Firmware { get; init; }

    /// <summary>The boot loader's entry that was started, as the loader itself recorded it; null where no such loader ran.</summary>
    public string? LoaderEntry { get; init; }

    public string? DefaultTarget { get; init; }

    /// <summary>systemd's own word for the whole system: running, degraded, starting and so on.</summary>
    public string? SystemState { get; init; }

    /// <summary>The accelerator that QEMU confirmed: kvm or tcg.</summary>
    public string? Accelerator { get; init; }

    public string? Qemu { get; init; }

    /// <summary>Options that were added to the machine, each with its reason.</summary>
    public IReadOnlyList<string> Adjustments { get; init; } = [];

    public UnitCounts? Units { get; init; }

    /// <summary>The units that have to be active; null where none is asked for.</summary>
    public IReadOnlyList<RequiredUnit>? Required { get; init; }

    public IReadOnlyList<UnitTiming> Slowest { get; init; } = [];

    /// <summary>The units that tell the story of the boot, in the order of their start.</summary>
    public IReadOnlyList<TimelineUnit> Timeline { get; init; } = [];
}
