using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>Begins and ends the evidence of a run: the first event before anything happens, cleanup and the last event after it.</summary>
public sealed class RunLifecycle(
    RunRequest request, RunFolder folder, RunRecord record, RunResources resources, OutputSpace space, IRunMemory memory, RunStop stop,
    TimeProvider time)
{
    /// <summary>From the request to stop a process to the signal that it cannot ignore.</summary>
    public static readonly TimeSpan Grace = Limits.ProcessGrace;

    private readonly Lock gate = new();
    private bool ended;

    /// <summary>Begins to keep evidence; for a run with a report, on disk.</summary>
    /// <exception cref="PhaseFailedException">There is no place for files; the evidence is kept as far as it can be.</exception>
    public void Begin()
    {
        if (!request.Reports)
        {
            record.Begin(EventLog.InMemory(time));
            return;
        }

        var id = Path.GetFileName(folder.Path);
        var facts = RunFactsReader.Read(id, request, time.GetUtcNow());
        var refusal = TemporaryFolderFailure.Find(() => resources.Directory.Path);
        var started = new RunStarted(RunFactsReader.Tool, facts, refusal is null ? resources.Directory.Path : string.Empty, request.Phases);
        record.Begin(RunFolders.Begin(folder.Path, time, space, started));
        LatestLink.Point(request.Output, id);
        space.SetAside();
        if ((refusal ?? space.Failure) is { } finding)
        {
            throw new PhaseFailedException(finding with { Phase = Phase.Preflight });
        }
    }

    /// <summary>Removes everything that the run made and completes the evidence. Runs once, whoever calls it.</summary>
    /// <param name="grace">How long each process may take to stop by itself.</param>
    /// <returns>Whether this call did it.</returns>
    public bool End(TimeSpan grace)
    {
        lock (gate)
        {
            if (ended || !record.HasBegun)
            {
                return false;
            }

            ended = true;
            var receipt = resources.Clean(grace);
            if (stop.Signal() is { } signal && !record.Failures.Any(failure => failure.Code == FailureCodes.CancelledBySignal))
            {
                record.Cancel(signal);
            }

            if (RunCleanup.Explain(receipt) is { } left)
            {
                record.Fail([left]);
            }

            if (request.Reports && stop.Signal() is null && space.Failure is null)
            {
                memory.Complete();
            }

            record.Write(new CleanupFinished(receipt, request.Reports ? FolderSize.Measure(folder.Path) : null));
            record.Write(new RunFinished(stop.Signal()));
            return true;
        }
    }

    /// <summary>The report is written: from now on nothing has to be known of the run.</summary>
    public void Retire()
    {
        if (!record.Snapshot().OfType<CleanupFinished>().Any(cleaned => cleaned.Receipt.Leaked.Count > 0))
        {
            resources.Retire();
        }
    }
}
