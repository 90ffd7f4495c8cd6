namespace VmTest.Launcher.Tests;

/// <summary>How a process ended, and what it said.</summary>
internal sealed record Outcome(int ProcessId, int ExitCode, string Output, string Errors)
{
    /// <summary>The values of the lines "name=value" of the output.</summary>
    public IReadOnlyList<string> this[string name] =>
        [.. Output.Split('\n').Where(
            line => line.StartsWith(name + "=", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];
}
