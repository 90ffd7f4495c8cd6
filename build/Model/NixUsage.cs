namespace VmTest.Model;

/// <summary>What one call of Nix spent. At every moment it is in one of the times at most: building counts before fetching.</summary>
public sealed record NixUsage
{
    /// <summary>Milliseconds in which a builder ran.</summary>
    public long BuildMs { get; init; }

    /// <summary>Milliseconds in which Nix waited for the network.</summary>
    public long FetchMs { get; init; }

    /// <summary>Milliseconds in which paths were only copied into the store.</summary>
    public long CopyMs { get; init; }

    public long Builds { get; init; }

    /// <summary>Files of which Nix got any byte over the network; what builders download themselves is not among them.</summary>
    public long Downloads { get; init; }

    /// <summary>As they came over the network: usually compressed.</summary>
    public long DownloadedBytes { get; init; }

    /// <summary>Paths copied into the store from caches and other stores.</summary>
    public long Copies { get; init; }

    /// <summary>Unpacked.</summary>
    public long CopiedBytes { get; init; }
}
