namespace VmTest.Memory;

/// <summary>The sources of a flake when it was evaluated.</summary>
public sealed record SourceState
{
    /// <summary>The commit, where the flake has one and nothing was changed since.</summary>
    public string? Revision { get; init; }

    /// <summary>Hashes of the files that Nix saw, by their paths relative to the flake.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Hashes of files that Git does not track, which Nix does not see.</summary>
    public IReadOnlyDictionary<string, string> Untracked { get; init; } = new Dictionary<string, string>();

    /// <summary>The locked inputs.</summary>
    public IReadOnlyList<SourceInput> Inputs { get; init; } = [];
}
