using System.Text;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.Terminal;

namespace VmTest.Ci.GitHub;

/// <summary>A step of a GitHub workflow.</summary>
/// <param name="log">Groups and fences the log of the step.</param>
internal sealed class GitHubHost(WorkflowLog log) : ICiHost
{
    /// <summary>A summary above 1 MiB is not shown at all.</summary>
    private const int SummaryBytes = 1000 << 10;

    /// <summary>The variable by which a step of a GitHub workflow is distinguished from everything else.</summary>
    public const string Variable = "GITHUB_ACTIONS";

    private const string True = "true";

    /// <summary>The checkout; places of annotations are relative to it. Null where the runner names none.</summary>
    public string? Workspace { get; init; }

    /// <summary>The file that takes the step's outputs.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The file that takes the step's summary, in Markdown.</summary>
    public string? SummaryFile { get; init; }

    public string Trigger { get; init; } = "github:";

    public ILogMarks Marks => log;

    /// <summary>Null everywhere but in a step of a GitHub workflow.</summary>
    /// <param name="variable">Gives an environment variable, or null.</param>
    public static GitHubHost? Detect(Func<string, string?> variable) =>
        variable(Variable) != True ? null : new GitHubHost(new WorkflowLog())
        {
            Workspace = Path.IsPathFullyQualified(variable("GITHUB_WORKSPACE") ?? string.Empty)
            ? Path.TrimEndingDirectorySeparator(variable("GITHUB_WORKSPACE")!)
            : null,
            OutputFile = Text(variable("GITHUB_OUTPUT")),
            SummaryFile = Text(variable("GITHUB_STEP_SUMMARY")),
            Trigger = $"github:{variable("GITHUB_EVENT_NAME")}",
        };

    public void Annotate(RunConsole console, IReadOnlyList<Failure> failures, IReadOnlyList<Failure> warnings, FlakeFacts? flake)
    {
        foreach (var annotation in Annotations.Make(failures, warnings, new CheckoutPaths(Workspace, flake)))
        {
            console.Send(writer => log.Send(writer, annotation));
        }
    }

    public void Summarise(Report report, string folder)
    {
        var written = SummaryFile is { } file && File.Exists(file) ? (int)Math.Min(new FileInfo(file).Length, SummaryBytes) : 0;
        // The path on the runner is of no use to anybody; relative to the checkout, the command runs anywhere.
        var flake = new CheckoutPaths(Workspace, report.Run.Flake).Flake is { } near
            ? report.Run.Flake! with { Url = near }
            : report.Run.Flake;
        var whole = MarkdownRendering.Render(report with { Run = report.Run with { Flake = flake } });
        var pointer = $"**This is the beginning of the report; the whole is `{RunPaths.ReportMarkdown}` in the folder "
            + $"`{Path.GetFileName(folder)}` of the run's artifacts.**";
        Append(SummaryFile, JobSummary.Fit(whole, SummaryBytes - written, pointer));
    }

    public void Output(IReadOnlyList<(string Name, string Value)> values) =>
        Append(OutputFile, string.Concat(values.Select(value => StepOutputs.Entry(value.Name, value.Value))));

    private static void Append(string? path, string text)
    {
        if (path is not null && text.Length > 0)
        {
            File.AppendAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
