namespace VmTest.Supervision;

/// <param name="ExitCode">As a shell would report it: 128+N for a death by signal N.</param>
/// <param name="Output">The first part of standard output, bounded.</param>
/// <param name="Error">The last lines of standard error, bounded.</param>
public sealed record ProcessResult(int ExitCode, string Output, IReadOnlyList<string> Error, TimeSpan Duration)
{
    /// <summary>The most memory in bytes that it was seen to have at once; 0 where nobody looked.</summary>
    public long PeakMemory { get; init; }

    public bool Succeeded => ExitCode == 0;
}
