namespace VmTest.Nix;

/// <param name="Reference">How the flake is named to Nix.</param>
/// <param name="Source">Its files.</param>
public sealed record LockedFlake(FlakeReference Reference, FlakeSource Source)
{
    /// <summary>The commit, where it has one and nothing was changed since.</summary>
    public string? Revision { get; init; }

    /// <summary>What it is made of beside its own files.</summary>
    public IReadOnlyList<LockedInput> Inputs { get; init; } = [];
}
