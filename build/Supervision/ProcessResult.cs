namespace VmTest.Supervision;

/// <param name="ExitCode">As a shell would report it: 128+N for a death by signal N.</param>
/// <param name="Output">The first part of standard output, bounded.</param>
/// <param name="Error">The last lines of standard error, bounded.</param>
public sealed record ProcessResult(int ExitCode, string Output, IReadOnlyList<string> Error, TimeSpan Duration)
{
    public bool Succeeded => ExitCode == 0;
}
