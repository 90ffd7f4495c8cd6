namespace VmTest.Model;

/// <summary>What changed in a flake's sources.</summary>
public sealed record SourceChange
{
    /// <summary>Files of the flake, those that a new failure comes from first; null where there are none.</summary>
    public IReadOnlyList<FileChange>? Files { get; init; }

    /// <summary>How many more files changed than are listed; null for none.</summary>
    public int? More { get; init; }

    public IReadOnlyList<InputChange>? Inputs { get; init; }

    /// <summary>Files that changed and that Nix does not see, for Git does not track them; null where there are none.</summary>
    public IReadOnlyList<string>? Untracked { get; init; }

    public string? RevisionBefore { get; init; }

    public string? Revision { get; init; }
}
