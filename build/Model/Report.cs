namespace VmTest.Model;

/// <summary>The whole of a run, as in <c>schemas/vm-test-report.schema.json</c>.</summary>
/// <remarks>It is written in the order of its members: a reader who takes only the beginning has what matters.</remarks>
public sealed record Report
{
    public const int CurrentSchemaVersion = 1;

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    public required ToolFacts Tool { get; init; }

    public required RunStatus Status { get; init; }

    public required int ExitCode { get; init; }

    /// <summary>The earliest phase that a host failed.</summary>
    public Phase? FailedPhase { get; init; }

    /// <summary>Root causes first.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    /// <summary>What did not fail the run, but may explain it.</summary>
    public IReadOnlyList<Failure> Warnings { get; init; } = [];

    public required RunFacts Run { get; init; }

    /// <summary>Each phase over all hosts: failed where any host failed.</summary>
    public IReadOnlyList<PhaseReport> Phases { get; init; } = [];

    public IReadOnlyList<HostReport> Hosts { get; init; } = [];

    /// <summary>Null only while the run is not yet torn down.</summary>
    public CleanupReceipt? Cleanup { get; init; }

    /// <summary>Null where the run ended before anything could be measured.</summary>
    public Usage? Usage { get; init; }
}
