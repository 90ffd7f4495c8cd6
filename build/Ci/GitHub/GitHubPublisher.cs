using System.Text;
using VmTest.Model;
using VmTest.Reports;
using VmTest.Reports.Rendering;
using VmTest.Terminal;

namespace VmTest.Ci.GitHub;

/// <summary>Tells a GitHub workflow what a run came to: annotations, the summary, the step's outputs. Elsewhere it does nothing.</summary>
public sealed class GitHubPublisher(RunConsole console, GitHubJob? job)
{
    /// <param name="report">What the run came to.</param>
    /// <param name="folder">Where the report and its files are.</param>
    public void Publish(Report report, string folder)
    {
        if (job is null)
        {
            return;
        }

        var places = new CheckoutPaths(job.Workspace, report.Run.Flake);
        Annotate(report.Failures, report.Warnings, places);
        Summarise(report, folder, places);
        Output(
            ("status", Word(report.Status)),
            ("failed-phase", report.FailedPhase is { } phase ? Word(phase) : string.Empty),
            ("exit-code", report.ExitCode.ToString()),
            ("report", Path.Combine(folder, RunPaths.ReportJson)));
    }

    /// <summary>For runs whose step was killed and could tell nothing itself.</summary>
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
    /// <param name="flake">The flake as it was given.</param>
    public void Annotate(IReadOnlyList<Failure> failures, string flake)
    {
        if (job is not null)
        {
            Annotate(failures, [], new CheckoutPaths(job.Workspace, new FlakeFacts(flake)));
        }
    }

    /// <summary>Sets outputs of the step.</summary>
    public void Output(params (string Name, string Value)[] outputs) =>
        Append(job?.OutputFile, string.Concat(outputs.Select(output => StepOutputs.Entry(output.Name, output.Value))));

    private void Annotate(IReadOnlyList<Failure> failures, IReadOnlyList<Failure> warnings, CheckoutPaths places)
    {
        foreach (var annotation in Annotations.Of(failures, warnings, places))
        {
            console.Command(annotation);
        }
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private void Summarise(Report report, string folder, CheckoutPaths places)
    {
        var written = job!.SummaryFile is { } file && File.Exists(file) ? (int)Math.Min(new FileInfo(file).Length, Limits.SummaryBytes) : 0;
        // The path on the runner is of no use to anybody; relative to the checkout, the command runs anywhere.
        var flake = places.Flake is { } near ? report.Run.Flake! with { Url = near } : report.Run.Flake;
        var whole = MarkdownRendering.Render(report with { Run = report.Run with { Flake = flake } });
        var pointer = $"**This is the beginning of the report; the whole is `{RunPaths.ReportMarkdown}` in the folder `{Path.GetFileName(folder)}` of the run's artifacts.**";
        Append(job.SummaryFile, JobSummary.Fit(whole, Limits.SummaryBytes - written, pointer));
    }

    private void Append(string? path, string text)
    {
        if (path is null || text.Length == 0)
        {
            return;
        }

        try
        {
            File.AppendAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The verdict stands without it: the report and the exit code say the same.
            console.Warn($"GitHub was not told: {error.Message}");
        }
    }
}
