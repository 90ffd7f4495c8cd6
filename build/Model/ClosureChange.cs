namespace VmTest.Model;

/// <summary>How a system's closure changed.</summary>
public sealed record ClosureChange
{
    public required long Bytes { get; init; }

    public required long BytesBefore { get; init; }

    /// <summary>Packages whose versions changed, that came or that went; null where there are none.</summary>
    public IReadOnlyList<VersionChange>? Packages { get; init; }

    /// <summary>How many more packages changed than are listed; null for none.</summary>
    public int? More { get; init; }
}
