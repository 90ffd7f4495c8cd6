using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Supervision;
using VmTest.Terminal;

namespace VmTest.Hosting;

/// <summary>Finds runs whose program is dead, puts away what they left, and completes their reports.</summary>
public sealed class Sweeper(RunConsole console, TimeProvider time)
{
    /// <summary>How often it is looked whether what was left behind is gone.</summary>
    private static readonly TimeSpan SweepPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>A run's folder without a ledger is left alone for this long: its run may be about to write one.</summary>
    private static readonly TimeSpan FreshFolder = TimeSpan.FromMinutes(1);

    private readonly List<string> completed = [];

    /// <summary>The folders of the reports that were completed.</summary>
    public IReadOnlyList<string> Completed => completed;

    /// <returns>The IDs of the runs that were put away.</returns>
    public IReadOnlyList<string> Sweep() => Sweep(RunDirectory.Roots());

    internal IReadOnlyList<string> Sweep(IEnumerable<string> roots)
    {
        var swept = new List<string>();
        foreach (var folder in roots.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
        {
            if (Ledger.Read(Path.Combine(folder, Ledger.FileName)) is not { } ledger)
            {
                RemoveUnless(folder, Directory.GetCreationTimeUtc(folder) > time.GetUtcNow() - FreshFolder);
                continue;
            }

            if (!ledger.Head.Host.IsAlive)
            {
                SweepRun(folder, ledger);
                swept.Add(ledger.Head.RunId);
            }
        }

        return swept;
    }

    private void SweepRun(string folder, LedgerContents ledger)
    {
        var receipt = Clean(folder, ledger);
        if (receipt.Leaked.Count > 0)
        {
            console.Warn($"of the earlier run {ledger.Head.RunId} this is left: {string.Join(", ", receipt.Leaked)}");
        }
        else
        {
            console.Say($"put away what the earlier run {ledger.Head.RunId} left behind");
        }

        CompleteReport(ledger.Head, receipt);
    }

    private CleanupReceipt Clean(string folder, LedgerContents ledger)
    {
        var processes = ledger.Entries.Select(entry => entry.Process).OfType<ProcessIdentity>().ToList();
        StopGroups(processes);
        foreach (var escaped in ProcessIdentity.WithEnvironment(ProcessSupervisor.RunMark, ledger.Head.RunId))
        {
            NativeMethods.Signal(escaped.Id, Signals.Kill);
            WaitUntil(() => !escaped.IsAlive);
        }

        var leaked = Leaks.Remove([.. ledger.Entries.Where(entry => entry.Kind == ResourceKind.File).Select(entry => entry.Name), folder], ledger.Head.RunId);
        var left = leaked.Count == 0 ? 0 : 1;
        return new CleanupReceipt
        {
            Processes = Count(ledger, ResourceKind.Process, processes.Count(process => process.IsAlive)),
            Files = Count(ledger, ResourceKind.File, left),
            Mounts = Count(ledger, ResourceKind.Mount, 0),
            Sockets = Count(ledger, ResourceKind.Socket, 0),
            Leaked = leaked,
        };
    }

    /// <summary>SIGTERM first: nix puts away its builders by itself, and may be doing so already.</summary>
    private void StopGroups(IReadOnlyList<ProcessIdentity> processes)
    {
        foreach (var process in processes.Where(process => process.IsAlive))
        {
            NativeMethods.SignalGroup(process.Id, Signals.Terminate);
            WaitUntil(() => !process.IsAlive);
            NativeMethods.SignalGroup(process.Id, Signals.Kill);
            WaitUntil(() => !process.IsAlive);
        }
    }

    private void WaitUntil(Func<bool> condition)
    {
        var started = time.GetTimestamp();
        while (!condition() && time.GetElapsedTime(started) < Limits.ProcessGrace)
        {
            Thread.Sleep(SweepPoll);
        }
    }

    private static ResourceCount Count(LedgerContents ledger, ResourceKind kind, int left)
    {
        var created = ledger.Entries.Count(entry => entry.Kind == kind);
        return new ResourceCount(created, created - Math.Min(left, created));
    }

    private void CompleteReport(LedgerHead head, CleanupReceipt receipt)
    {
        var path = Path.Combine(head.Artifacts, RunPaths.Events);
        if (!File.Exists(path))
        {
            return;
        }

        using var log = EventLog.Open(path, time);
        var past = log.Snapshot();
        if (!past.OfType<RunStarted>().Any() || past.OfType<RunFinished>().Any())
        {
            return;
        }

        var cut = past.OfType<PhaseStarted>().LastOrDefault(start => !past.OfType<PhaseFinished>().Any(end => end.Phase == start.Phase && end.Host == start.Host));
        log.Write(new FailureFound(FailureMaker.Make(FailureMaker.Cancelled(Signals.Kill, cut?.Phase, cut?.Host), cut?.Phase, cut?.Host)));
        log.Write(new CleanupFinished(receipt));
        log.Write(new RunFinished(Killed: true));
        ReportWriter.Write(head.Artifacts, log.Snapshot());
        completed.Add(head.Artifacts);
        console.Say($"completed its report: {Path.Combine(head.Artifacts, RunPaths.ReportJson)}");
    }

    private static void RemoveUnless(string folder, bool fresh)
    {
        if (!fresh)
        {
            Leaks.Remove([folder], Path.GetFileName(folder));
        }
    }
}
