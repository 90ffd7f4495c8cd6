using VmTest.Runner;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>What a step of a workflow came to.</summary>
/// <param name="Name">Its name in the workflow.</param>
/// <param name="ExitCode">Of its entry process; above 128 where a signal ended it.</param>
/// <param name="Log">All that it wrote, in order.</param>
/// <param name="Outputs">Its outputs, as the runner reads them.</param>
/// <param name="Summary">Its summary.</param>
internal sealed record StepResult(string Name, int ExitCode, string Log, IReadOnlyDictionary<string, string> Outputs, string Summary)
{
    public bool Succeeded => ExitCode == 0;

    public RunnerLog Read => new(Log);
}
