namespace VmTest.Model;

/// <summary>What a run is compared with.</summary>
/// <param name="Run">The ID of a run; null for the newest green record.</param>
/// <param name="Folder">A folder with records of elsewhere; null for this run's own.</param>
public sealed record ComparisonChoice(string? Run = null, string? Folder = null)
{
    /// <summary>The newest green record of the same host.</summary>
    public static ComparisonChoice Last { get; } = new();

    public static ComparisonChoice None { get; } = new(string.Empty);
}
