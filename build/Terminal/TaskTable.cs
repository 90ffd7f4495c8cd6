using Cake.Core;
using VmTest.Text;

namespace VmTest.Terminal;

/// <summary>Cake's steps and its closing table of tasks, in plain text.</summary>
/// <param name="console">Where they go.</param>
/// <param name="whySkipped">The reason for which a task was skipped, by the task's name; null where there is none.</param>
public sealed class TaskTable(RunConsole console, Func<string, string?> whySkipped) : ICakeReportPrinter
{
    private const int NameWidth = 26;
    private const int StatusWidth = 12;
    private const int DurationWidth = 10;

    public void Write(CakeReport report)
    {
        console.EndSteps();
        console.Say(string.Empty);
        console.Say($"{"Task",-NameWidth}{"Status",-StatusWidth}Duration");
        foreach (var entry in report.Where(entry => entry.ExecutionStatus != CakeTaskExecutionStatus.Delegated))
        {
            var reason = entry.ExecutionStatus == CakeTaskExecutionStatus.Skipped ? whySkipped(entry.TaskName) : null;
            console.Say($"{entry.TaskName,-NameWidth}{Word(entry.ExecutionStatus),-StatusWidth}"
                + $"{Duration.Text(entry.Duration),-DurationWidth}{reason}".TrimEnd());
        }
    }

    public void WriteLifeCycleStep(string name, Cake.Core.Diagnostics.Verbosity verbosity) => console.Detail(name);

    public void WriteStep(string name, Cake.Core.Diagnostics.Verbosity verbosity) => console.BeginStep(name);

    public void WriteSkippedStep(string name, Cake.Core.Diagnostics.Verbosity verbosity) => console.SkipStep(name, whySkipped(name));

    private static string Word(CakeTaskExecutionStatus status) => status switch
    {
        CakeTaskExecutionStatus.Executed => "passed",
        CakeTaskExecutionStatus.Skipped => "skipped",
        CakeTaskExecutionStatus.Failed => "failed",
        _ => EnumText.Lower(status),
    };
}
