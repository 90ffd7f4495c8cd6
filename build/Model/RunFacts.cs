namespace VmTest.Model;

public sealed record RunFacts
{
    /// <summary>The target that makes its own flake, which is gone afterwards.</summary>
    public const string DemoTarget = "Demo";

    public required string Id { get; init; }

    /// <summary>The target that was asked for.</summary>
    public required string Target { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>What started it: <c>command-line</c>, or the event that GitHub names.</summary>
    public required string Trigger { get; init; }

    public GitFacts? Git { get; init; }

    public FlakeFacts? Flake { get; init; }

    public required MachineFacts Machine { get; init; }
}
