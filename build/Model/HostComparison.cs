namespace VmTest.Model;

/// <summary>What is different from an earlier run of the same host.</summary>
public sealed record HostComparison
{
    /// <summary>One sentence: is anything worse than before?</summary>
    public required string Summary { get; init; }

    /// <summary>Whether something is worse: a new failure, or a boot, phase or unit that takes much longer.</summary>
    public bool Worse { get; init; }

    /// <summary>The run that it is compared with; null where there is none.</summary>
    public string? Against { get; init; }

    /// <summary>When that run began.</summary>
    public DateTimeOffset? AgainstAt { get; init; }

    /// <summary>Failures that the run before did not have.</summary>
    public IReadOnlyList<FailureChange> New { get; init; } = [];

    /// <summary>Failures that the run before had too.</summary>
    public IReadOnlyList<FailureChange> Known { get; init; } = [];

    /// <summary>Failures of the run before that are gone.</summary>
    public IReadOnlyList<FailureChange> Repaired { get; init; } = [];

    /// <summary>Units that no earlier run had; null where there are none.</summary>
    public IReadOnlyList<string>? UnitsAdded { get; init; }

    /// <summary>Units that every earlier run had and that are not there any more; null where there are none.</summary>
    public IReadOnlyList<string>? UnitsGone { get; init; }

    /// <summary>Units that start later, or take longer, than three times the spread of earlier runs allows.</summary>
    public IReadOnlyList<UnitDelay>? Slower { get; init; }

    /// <summary>Times of boot and phases, each with the median of up to five earlier green runs under equal conditions.</summary>
    public IReadOnlyList<TimeChange>? Times { get; init; }

    public ClosureChange? Closure { get; init; }

    /// <summary>Kernel, systemd, NixOS and nixpkgs, where they changed.</summary>
    public IReadOnlyList<VersionChange>? Versions { get; init; }

    public SourceChange? Sources { get; init; }
}
