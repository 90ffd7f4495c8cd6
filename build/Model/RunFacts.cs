namespace VmTest.Model;

public sealed record RunFacts
{
    /// <summary>The target that makes its own flake, which is gone afterwards.</summary>
    public const string DemoTarget = "Demo";

    /// <summary>The trigger of a run that a person or an agent started.</summary>
    public const string CommandLine = "command-line";

    public required string Id { get; init; }

    /// <summary>The target that was asked for.</summary>
    public required string Target { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>What started it: <c>command-line</c>, or the event that GitHub names.</summary>
    public required string Trigger { get; init; }

    /// <summary>The command line as it was given, for a POSIX shell; null in reports that do not know it.</summary>
    public string? Command { get; init; }

    public GitFacts? Git { get; init; }

    public FlakeFacts? Flake { get; init; }

    public required MachineFacts Machine { get; init; }
}
