namespace VmTest.Model;

/// <summary>What the run made outside its artifacts, and that it is gone.</summary>
public sealed record CleanupReceipt
{
    public ResourceCount Processes { get; init; } = new(0, 0);

    public ResourceCount Files { get; init; } = new(0, 0);

    /// <summary>None today: VmTest mounts nothing. Part of the report's contract.</summary>
    public ResourceCount Mounts { get; init; } = new(0, 0);

    public ResourceCount Sockets { get; init; } = new(0, 0);

    /// <summary>Bytes on disk that it gave back; null where not measured. The report has them in <see cref="Usage"/>.</summary>
    public long? Bytes { get; init; }

    /// <summary>What is still there, each with its name; empty after a good teardown.</summary>
    public IReadOnlyList<string> Leaked { get; init; } = [];
}
