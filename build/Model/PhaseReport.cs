namespace VmTest.Model;

/// <summary>What one phase came to for one host, or for all of them.</summary>
public sealed record PhaseReport
{
    public required Phase Name { get; init; }

    public required PhaseStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public long? DurationMs { get; init; }

    public string? SkippedBecause { get; init; }

    /// <summary>The phase's log file, relative to the report.</summary>
    public string? Log { get; init; }
}
