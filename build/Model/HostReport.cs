namespace VmTest.Model;

public sealed record HostReport
{
    public required string Name { get; init; }

    public HostKind? Kind { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>The run that has proved it, so that it was not tested again; null where it was.</summary>
    public ReusedRun? ReusedFrom { get; init; }

    /// <summary>What is different from before; null where nothing was asked for, or the host was not tested.</summary>
    public HostComparison? Comparison { get; init; }

    public IReadOnlyList<PhaseReport> Phases { get; init; } = [];

    public SystemFacts? System { get; init; }

    public InstallReport? Install { get; init; }

    public BootReport? Boot { get; init; }

    /// <summary>Null where nothing was done for this host alone.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Whether lists of this host are cut, so that the report of several hosts stays short; its own files have all.</summary>
    public bool? Shortened { get; init; }

    /// <summary>Files about this host by name (console, nix, units and so on), relative to the report.</summary>
    public IReadOnlyDictionary<string, string> Artifacts { get; init; } = new Dictionary<string, string>();
}
