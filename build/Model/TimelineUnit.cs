namespace VmTest.Model;

/// <summary>When a unit started. All times are milliseconds from QEMU's start, as those of the milestones.</summary>
public sealed record TimelineUnit
{
    public required string Unit { get; init; }

    /// <summary>When it last began to start.</summary>
    public required long StartMs { get; init; }

    /// <summary>When it became active; null where it never did.</summary>
    public long? ActiveMs { get; init; }

    /// <summary>When it failed or finished; null for one that is up or on its way.</summary>
    public long? EndMs { get; init; }

    public required TimelineState State { get; init; }

    /// <summary>Whether the boot would have been over sooner without it: it is on the chain of units that waited for one another.</summary>
    public bool Critical { get; init; }
}
