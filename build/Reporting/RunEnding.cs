using VmTest.GitHub;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Running;
using VmTest.Terminal;

namespace VmTest.Reporting;

/// <summary>Ends a run: teardown, the last report, and the last words to people.</summary>
public sealed class RunEnding(RunSession session, GitHubPublisher github)
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
            if (session.End(grace))
            {
                Report();
                session.Retire();
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
                ReportRescue.Write(session);
                session.Console.Say($"report written: {session.ReportPath}");
            }
        }
    }

    private void Report()
    {
        session.Console.EndSteps();
        if (!session.Reports)
        {
            ExplainUnreported();
            return;
        }

        var report = ReportRescue.Write(session);
        FinalReport = report;
        foreach (var failure in report.Failures)
        {
            session.Console.Explain(failure);
        }

        var status = $"{report.Run.Target}: {report.Status.ToString().ToLowerInvariant()} in {Duration.Text(report.Run.DurationMs ?? 0)}";
        if (report.Status == RunStatus.Success)
        {
            session.Console.Passed(status);
        }
        else
        {
            session.Console.Failed($"{status} (exit code {report.ExitCode})");
        }

        session.Console.Say($"report: {session.ReportPath}");
        github.Publish(report, session.Artifacts);
    }

    private void ExplainUnreported()
    {
        session.Console.EndSteps();
        var failures = session.Events.Snapshot().OfType<FailureFound>().Select(found => found.Failure).ToList();
        github.Annotate(failures, session.Flake);
        foreach (var failure in failures)
        {
            session.Console.Explain(failure);
            unreported ??= failure.Code == FailureCodes.HostUnknown ? ExitCodes.Usage : failure.Phase is { } phase ? ExitCodes.Of(phase) : ExitCodes.Internal;
        }
    }

    /// <summary>Records what broke the engine, in its own words where it has some, unless it only tells again of a failure that is on record.</summary>
    public void Broke(Exception error)
    {
        if (session.HasBegun && session.Signal is null && !session.Events.Snapshot().OfType<FailureFound>().Any())
        {
            var cause = error.GetBaseException();
            var causes = cause is PhaseFailedException { Failures: { Count: > 0 } explained } ? explained.Select(Failures.Finish) : [Failures.Internal(cause)];
            foreach (var failure in causes)
            {
                session.Events.Write(new FailureFound(failure));
            }
        }
    }

    /// <summary>The program's exit code: the report's where there is one.</summary>
    public int ExitCode(int engineCode) =>
        FinalReport?.ExitCode ?? (session.Signal is { } signal ? ExitCodes.OfSignal(signal) : engineCode == 0 ? ExitCodes.Success : unreported ?? ExitCodes.Internal);
}
