namespace VmTest.Model;

/// <summary>How one host got its disk.</summary>
public sealed record InstallReport
{
    public required InstallMode Mode { get; init; }

    /// <summary><c>disko</c> or <c>vm-with-boot-loader</c>; null where nothing is installed.</summary>
    public string? Strategy { get; init; }

    /// <summary>Why this way, or why there is none.</summary>
    public required string Reason { get; init; }

    /// <summary>The boot loader that is installed.</summary>
    public string? Loader { get; init; }

    /// <summary>Whether an earlier run had installed the same system, so that only a fresh copy of its disk was made.</summary>
    public bool? Reused { get; init; }

    public SpaceForecast? Forecast { get; init; }

    /// <summary>Bytes that the installed image takes on this machine; no run writes to it.</summary>
    public long? ImageBytes { get; init; }

    /// <summary>Bytes that the machine sees as its disk.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>What was done, in its order.</summary>
    public IReadOnlyList<InstallStepReport> Steps { get; init; } = [];

    /// <summary>What differs from the system that ships, each with its reason.</summary>
    public IReadOnlyList<string> Adjustments { get; init; } = [];
}
