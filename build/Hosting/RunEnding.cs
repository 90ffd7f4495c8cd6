using VmTest.Ci;
using VmTest.Model;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Terminal;
using VmTest.Text;

namespace VmTest.Hosting;

/// <summary>Ends a run: teardown, the last report, and the last words to people.</summary>
public sealed class RunEnding(RunRequest request, RunFolder folder, RunRecord record, RunLifecycle lifecycle, OutputSpace space,
    RunStop stop, RunConsole console, ProgressWriter progress, CiPublisher publisher)
{
    private readonly Lock gate = new();
    private int? unreported;

    /// <summary>The report of the finished run; null before that, and for targets without one.</summary>
    public Report? FinalReport { get; private set; }

    /// <param name="grace">How long each process may take to stop by itself.</param>
    public void Finish(TimeSpan grace)
    {
        // Who comes second, on a second signal, waits for the report and does nothing.
        lock (gate)
        {
            if (lifecycle.End(grace))
            {
                Report();
                lifecycle.Retire();
            }
        }
    }

    /// <summary>Writes the report as it stands; never over the finished one, which a second signal may have written meanwhile.</summary>
    public void WriteInterim()
    {
        lock (gate)
        {
            if (FinalReport is null)
            {
                ReportRescue.Write(folder, record, space, console);
                console.Say($"report written: {folder.ReportPath}");
            }
        }
    }

    /// <summary>
    /// Records what broke the engine, in its own words where it has some, unless it only repeats a failure that is on
    /// record.
    /// </summary>
    public void Broke(Exception error)
    {
        if (!record.HasBegun || stop.Signal() is not null || record.Failures.Count > 0)
        {
            return;
        }

        if (error.GetBaseException() is PhaseFailedException explained)
        {
            record.Fail(explained.Findings);
        }
        else
        {
            record.Break(error.GetBaseException());
        }
    }

    /// <summary>Whether what went wrong was said already.</summary>
    public bool HasExplained => unreported is not null || FinalReport is { Status: not RunStatus.Success };

    /// <summary>The program's exit code: the report's where there is one.</summary>
    public int ExitCode(int engineCode) =>
        FinalReport?.ExitCode ?? (
            stop.Signal() is { } signal
                ? ExitCodes.OfSignal(signal)
                : engineCode == 0 ? ExitCodes.Success : unreported ?? ExitCodes.Internal);

    private void Report()
    {
        console.EndSteps();
        if (!request.Reports)
        {
            ExplainUnreported();
            return;
        }

        var report = ReportRescue.Write(folder, record, space, console);
        FinalReport = report;
        console.Explain(report.Failures);
        var status = $"{report.Run.Target}: {EnumText.Lower(report.Status)} in {Duration.Text(report.Run.DurationMs ?? 0)}";
        var passed = report.Status == RunStatus.Success;
        console.Verdict(passed, passed ? status : $"{status} (exit code {report.ExitCode})");
        console.Always($"report: {folder.ReportPath}");
        publisher.Publish(report, folder.Path);
        progress.Verdict(report, folder.ReportPath);
    }

    private void ExplainUnreported()
    {
        publisher.Annotate(record.Failures, request.Flake);
        console.Explain(record.Failures);
        foreach (var failure in record.Failures)
        {
            unreported ??= failure.Code == FailureCodes.HostUnknown
                ? ExitCodes.Usage
                : failure.Phase is { } phase ? ExitCodes.Of(phase) : ExitCodes.Internal;
        }
    }
}
