namespace VmTest.Model;

/// <summary>A unit whose job was not done when the watch ended.</summary>
public sealed record PendingUnit
{
    public required string Unit { get; init; }

    /// <summary>The job's state in systemd's words: <c>running</c> or <c>waiting</c>.</summary>
    public required string Job { get; init; }

    /// <summary>The unit with a running job that this one waits for; null for the one that runs.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>How long its job had been seen when the watch ended.</summary>
    public long? SinceMs { get; init; }
}
