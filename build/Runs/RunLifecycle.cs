using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>Begins and ends the evidence of a run: the first event before anything happens, cleanup and the last event after it.</summary>
public sealed class RunLifecycle(RunRequest request, RunFolder folder, RunRecord record, RunResources resources, RunStop stop, TimeProvider time)
{
    /// <summary>From the request to stop a process to the signal that it cannot ignore.</summary>
    public static readonly TimeSpan Grace = Limits.ProcessGrace;

    private readonly Lock gate = new();
    private bool ended;

    /// <summary>Begins to keep evidence; for a run with a report, on disk.</summary>
    public void Begin()
    {
        if (!request.Reports)
        {
            record.Begin(EventLog.InMemory(time));
            return;
        }

        Directory.CreateDirectory(folder.Path);
        record.Begin(EventLog.Open(Path.Combine(folder.Path, RunPaths.Events), time));
        var id = Path.GetFileName(folder.Path);
        record.Write(new RunStarted(RunFactsReader.Tool, RunFactsReader.Read(id, request, time.GetUtcNow()), resources.Directory.Path, request.Phases));
        LatestLink.Point(request.Output, id);
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

            record.Write(new CleanupFinished(receipt));
            record.Write(new RunFinished(stop.Signal()));
            return true;
        }
    }
}
