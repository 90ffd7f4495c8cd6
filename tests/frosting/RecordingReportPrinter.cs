using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Tests;

internal sealed class RecordingReportPrinter : ICakeReportPrinter
{
    public IReadOnlyList<string>? Rows { get; private set; }

    public IReadOnlyList<string?> SkippedBecause { get; private set; } = [];

    public void Write(CakeReport report)
    {
        var tasks = report.Where(entry => entry.Category == CakeReportEntryCategory.Task).ToList();
        Rows = [.. tasks.Select(entry => $"{entry.TaskName}: {entry.ExecutionStatus}")];
        SkippedBecause = [.. tasks.Where(
            entry => entry.ExecutionStatus == CakeTaskExecutionStatus.Skipped).Select(entry => entry.SkippedMessage)];
    }

    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }

    public void WriteStep(string name, Verbosity verbosity)
    {
    }
}
