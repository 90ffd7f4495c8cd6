using Newtonsoft.Json;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Hosting;

/// <summary>Completes the report of a run that was killed, out of the events that it left.</summary>
internal static class KilledRuns
{
    /// <returns>The folder of the report; null where there is nothing to complete.</returns>
    public static string? Complete(LedgerHead head, CleanupReceipt receipt, TimeProvider time)
    {
        RunFolders.RemoveUnfinished(head.Artifacts, head.RunId);
        using var folder = FolderHandle.TryOpen(head.Artifacts);
        if (folder is null || !IsTrusted(folder, head))
        {
            return null;
        }

        using var log = EventLog.Open(Path.Combine(head.Artifacts, RunPaths.Events), time);
        var past = log.Snapshot();
        if (past.OfType<RunStarted>().FirstOrDefault()?.Run.Id != head.RunId)
        {
            return null;
        }

        if (!past.OfType<RunFinished>().Any())
        {
            var cut = past.OfType<PhaseStarted>()
                .LastOrDefault(start => !past.OfType<PhaseFinished>().Any(end => end.Phase == start.Phase && end.Host == start.Host));
            log.Write(new FailureFound(
                FailureMaker.Make(FailureMaker.Cancelled(Signals.Kill, cut?.Phase, cut?.Host), cut?.Phase, cut?.Host)));
            log.Write(new CleanupFinished(receipt));
            log.Write(new RunFinished(Killed: true));
        }
        else if (IsFinal(head.Artifacts))
        {
            // It had come to its end by itself, report included.
            return null;
        }

        BoundedLog.Recover(head.Artifacts);
        File.Delete(Path.Combine(head.Artifacts, OutputSpace.Reserve));
        ReportWriter.Write(head.Artifacts, log.Snapshot());
        return head.Artifacts;
    }

    /// <summary>An earlier report of the run, as one of its targets writes it, is not its last.</summary>
    private static bool IsFinal(string artifacts)
    {
        try
        {
            return ReportWriter.Read(artifacts).Run.FinishedAt is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether the report may be written there: into a real folder of this user, with the run's name, that nobody else can
    /// change, and that has the events as a file of this user.
    /// </summary>
    private static bool IsTrusted(FolderHandle folder, LedgerHead head)
    {
        var user = NativeMethods.GetEffectiveUserId();
        return Path.GetFileName(head.Artifacts) == head.RunId
            && folder.Statistics is { IsWrittenByOwnerOnly: true } facts && facts.Owner == user
            && folder.Look("events.jsonl"u8) is { IsRegular: true, Links: 1, IsWrittenByOwnerOnly: true } events && events.Owner == user;
    }
}
