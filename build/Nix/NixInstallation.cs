namespace VmTest.Nix;

/// <summary>Which Nix is called, and with which settings of its own.</summary>
public sealed record NixInstallation
{
    /// <summary>The folder of the programs <c>nix</c> and <c>nix-store</c>; null for those on the PATH.</summary>
    public string? Programs { get; init; }

    /// <summary>The folder below which the store lies.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Further lines of nix.conf, which come after ours.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
