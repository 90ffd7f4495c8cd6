using VmTest.Model;
using VmTest.Reports;
using VmTest.Terminal;
using VmTest.Text;

namespace VmTest.Ci;

/// <summary>Gives a continuous integration host what a run came to: annotations, the summary, the step's outputs.</summary>
public sealed class CiPublisher(RunConsole console, ICiHost host)
{
    /// <param name="report">What the run came to.</param>
    /// <param name="folder">Where the report and its files are.</param>
    public void Publish(Report report, string folder)
    {
        host.Annotate(console, report.Failures, report.Warnings, report.Run.Flake);
        Try(() => host.Summarise(report, folder));
        Output(
            ("status", EnumText.Lower(report.Status)),
            ("failed-phase", report.FailedPhase is { } phase ? EnumText.Lower(phase) : string.Empty),
            ("exit-code", report.ExitCode.ToString()),
            ("report", Path.Combine(folder, RunPaths.ReportJson)));
    }

    /// <summary>For runs whose step was killed and could say nothing itself.</summary>
    /// <param name="folders">Where reports were completed, of anybody's runs.</param>
    /// <param name="output">The folder of ours.</param>
    public void PublishCompleted(IReadOnlyList<string> folders, string output)
    {
        foreach (var folder in folders.Where(folder => Path.GetDirectoryName(folder) == output))
        {
            Publish(ReportWriter.Read(folder), folder);
        }
    }

    /// <summary>For a target that leaves no report: only what failed.</summary>
    /// <param name="failures">Causes first.</param>
    /// <param name="flake">The flake as it was given; null where there is none.</param>
    public void Annotate(IReadOnlyList<Failure> failures, string? flake) =>
        host.Annotate(console, failures, [], flake is null ? null : new FlakeFacts(flake));

    /// <summary>Sets outputs of the step.</summary>
    public void Output(params (string Name, string Value)[] outputs) => Try(() => host.Output(outputs));

    private void Try(Action publish)
    {
        try
        {
            publish();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The verdict stands without it: the report and the exit code say the same.
            console.Warn($"the summary or an output of this step could not be written: {error.Message}");
        }
    }
}
