namespace VmTest.Model;

/// <summary>The machine's units when the watch ended.</summary>
public sealed record UnitCounts
{
    /// <summary>How many units were active.</summary>
    public int Active { get; init; }

    /// <summary>Units that were started in this boot, in the order of their start.</summary>
    public IReadOnlyList<string> Started { get; init; } = [];

    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Those of <see cref="Failed"/> that may fail; null where there are none.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    public IReadOnlyList<PendingUnit> Pending { get; init; } = [];
}
