namespace VmTest.Model;

/// <summary>A failure that the runs before had too.</summary>
public sealed record Repetition
{
    /// <summary>How many runs in a row had it, this one included.</summary>
    public required int Count { get; init; }

    /// <summary>The first of them.</summary>
    public required string Since { get; init; }

    /// <summary>When that began.</summary>
    public required DateTimeOffset SinceAt { get; init; }

    /// <summary>Whether the host evaluates to the system of the run before: no edit since then reached it. Null where unknown.</summary>
    public bool? SameSystem { get; init; }

    /// <summary>Files that changed since the run before and did not change the system; null where there are none.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>Those among the changed files that Git does not track, so that Nix does not see them; null where there are none.</summary>
    public IReadOnlyList<string>? Untracked { get; init; }
}
