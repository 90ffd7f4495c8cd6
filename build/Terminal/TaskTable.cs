using Cake.Core;
using VmTest.Text;

namespace VmTest.Terminal;

/// <summary>Cake's closing table of tasks, in plain text.</summary>
public sealed class TaskTable(RunConsole console) : ICakeReportPrinter
{
    private const int NameWidth = 26;
    private const int StatusWidth = 12;

    public void Write(CakeReport report)
    {
        console.EndSteps();
        console.Say(string.Empty);
        console.Say($"{"Task",-NameWidth}{"Status",-StatusWidth}Duration");
        foreach (var entry in report.Where(entry => entry.ExecutionStatus != CakeTaskExecutionStatus.Delegated))
        {
            console.Say($"{entry.TaskName,-NameWidth}{Word(entry.ExecutionStatus),-StatusWidth}{Duration.Text(entry.Duration)}");
        }
    }

    public void WriteLifeCycleStep(string name, Cake.Core.Diagnostics.Verbosity verbosity) => console.Detail(name);

    public void WriteStep(string name, Cake.Core.Diagnostics.Verbosity verbosity) => console.BeginStep(name);

    public void WriteSkippedStep(string name, Cake.Core.Diagnostics.Verbosity verbosity)
    {
        console.EndSteps();
        console.Say($"── {name} ── skipped");
    }

    private static string Word(CakeTaskExecutionStatus status) => status switch
    {
        CakeTaskExecutionStatus.Executed => "passed",
        CakeTaskExecutionStatus.Skipped => "skipped",
        CakeTaskExecutionStatus.Failed => "failed",
        _ => EnumText.Lower(status),
    };
}
