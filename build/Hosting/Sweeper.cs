using System.Text;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Terminal;

namespace VmTest.Hosting;

/// <summary>
/// Finds runs whose program is dead, removes what they left, and completes their reports. Where a run says that its things
/// are is a place that others may write to: nothing is believed that this user has not made, and only in the place for it.
/// </summary>
public sealed class Sweeper(RunConsole console, TimeProvider time)
{
    /// <summary>How often it is looked whether what was left behind is gone.</summary>
    internal static readonly TimeSpan SweepPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>A run's folder without a ledger is left alone for this long: its run may be about to write one.</summary>
    internal static readonly TimeSpan FreshFolder = TimeSpan.FromMinutes(1);

    private readonly List<string> completed = [];
    private readonly List<string> left = [];

    /// <summary>The folders of the reports that were completed.</summary>
    public IReadOnlyList<string> Completed => completed;

    /// <summary>What could not be removed.</summary>
    public IReadOnlyList<string> Left => left;

    /// <returns>The IDs of the runs that were removed.</returns>
    public IReadOnlyList<string> Sweep() => Sweep(RunRoot.Candidates());

    internal IReadOnlyList<string> Sweep(IEnumerable<string> roots)
    {
        var swept = new List<string>();
        foreach (var path in roots)
        {
            using var root = RunRoot.TryOpen(path, out var refusal);
            if (root is null)
            {
                if (refusal is not null)
                {
                    console.Warn($"passed over: {refusal}");
                }

                continue;
            }

            swept.AddRange(
                root.Folder.Names().Select(name => Encoding.UTF8.GetString(name)).Where(name => SweepEntry(root, name)).ToList());
        }

        return swept;
    }

    /// <returns>Whether it was a run, and its program is dead.</returns>
    private bool SweepEntry(RunRoot root, string name)
    {
        var unfinished = RunNames.IsUnfinished(name);
        if (!unfinished && !RunNames.IsId(name))
        {
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(name);
        using var folder = root.Folder.TryOpenFolder(bytes);
        if (folder is null || RunFolderCheck.Refusal(folder, name) is not null)
        {
            return false;
        }

        using var taken = RunLock.TryTake(folder, out var exists);
        if (exists && taken is null)
        {
            return false;
        }

        if (unfinished)
        {
            // Without its lock it may be half made at this very moment; then there is nothing in it yet.
            if (exists || folder.Names().Count > 0)
            {
                Leave(FolderTree.Remove(root.Folder, bytes, Path.Combine(root.Path, name)));
            }
            else
            {
                root.Folder.RemoveFolder(bytes);
            }

            return false;
        }

        if (Ledger.Read(folder) is not { } ledger || ledger.Head.RunId != name)
        {
            if (exists || Directory.GetCreationTimeUtc(Path.Combine(root.Path, name)) <= time.GetUtcNow() - FreshFolder)
            {
                Leave(RunDirectory.Retire(root, name));
            }

            return false;
        }

        if (!exists && KernelPlace.IsShared(ledger.Head) && ledger.Head.Host.IsAlive)
        {
            // A version that made no locks.
            return false;
        }

        SweepRun(root, folder, ledger);
        return true;
    }

    private void SweepRun(RunRoot root, FolderHandle folder, LedgerContents ledger)
    {
        var id = ledger.Head.RunId;
        var receipt = Clean(root, folder, ledger);
        if (receipt.Leaked.Count > 0)
        {
            console.Warn($"of the earlier run {id} this is left: {string.Join(", ", receipt.Leaked)}");
            left.AddRange(receipt.Leaked);
        }
        else
        {
            console.Say($"removed what the earlier run {id} left behind");
        }

        if (KilledRuns.Complete(ledger.Head, receipt, time) is { } artifacts)
        {
            completed.Add(artifacts);
            console.Say($"completed its report: {Path.Combine(artifacts, RunPaths.ReportJson)}");
        }

        if (receipt.Leaked.Count == 0)
        {
            // The ledger is the last to go: whoever is killed here leaves all that a later sweep has to know.
            Leave(RunDirectory.Retire(root, id));
        }
    }

    private CleanupReceipt Clean(RunRoot root, FolderHandle folder, LedgerContents ledger)
    {
        var id = ledger.Head.RunId;
        var path = Path.Combine(root.Path, id);
        var outside = ledger.Entries.Where(
            entry => entry.Kind == ResourceKind.File
                && RunNames.IsOutsideFolder(Path.GetFileName(entry.Name), id)).Select(entry => entry.Name).ToList();
        var processes = KernelPlace.IsShared(ledger.Head)
            ? ledger.Entries.Select(entry => entry.Process).OfType<ProcessIdentity>().ToList()
            : [];
        var living = EndProcesses(processes, $"{ProcessSupervisor.RunMark}={id}", [path, .. outside]);

        List<string> leaked =
        [
            .. living.Select(process => process.ToString()),
            .. FolderTree.Empty(folder, path, RunDirectory.Lasting),
            .. outside.SelectMany(each => OutsideFolders.Remove(each, id)),
        ];
        return new CleanupReceipt
        {
            Processes = Count(ledger, ResourceKind.Process, living.Count),
            Files = Count(ledger, ResourceKind.File, leaked.Count > living.Count ? 1 : 0),
            Sockets = Count(ledger, ResourceKind.Socket, 0),
            Leaked = leaked,
        };
    }

    /// <returns>What does not end.</returns>
    private IReadOnlyList<ProcessEntry> EndProcesses(IReadOnlyList<ProcessIdentity> known, string mark, IReadOnlyCollection<string> folders)
    {
        // SIGTERM first: nix ends its builders by itself, and may be doing so already.
        foreach (var process in known.Where(process => process.IsAlive))
        {
            NativeMethods.SignalGroup(process.Id, Signals.Terminate);
            WaitUntil(() => !process.IsAlive, Limits.ProcessGrace);
            NativeMethods.SignalGroup(process.Id, Signals.Kill);
        }

        IReadOnlyList<ProcessEntry> living = [];
        WaitUntil(
            () =>
            {
                living = [.. ProcessTable.OfRun(mark, folders).Concat(
                    ProcessTable.Read().Where(entry => !entry.IsDead && known.Contains(entry.Identity))).DistinctBy(entry => entry.Id)];
                foreach (var process in living)
                {
                    NativeMethods.Signal(process.Id, Signals.Kill);
                }

                return living.Count == 0;
            },
            SupervisedProcess.StopDeadline);
        return living;
    }

    private void WaitUntil(Func<bool> condition, TimeSpan limit)
    {
        var started = time.GetTimestamp();
        while (!condition() && time.GetElapsedTime(started) < limit)
        {
            Thread.Sleep(SweepPoll);
        }
    }

    private static ResourceCount Count(LedgerContents ledger, ResourceKind kind, int leaked)
    {
        var created = ledger.Entries.Count(entry => entry.Kind == kind);
        return new ResourceCount(created, created - Math.Min(leaked, created));
    }

    private void Leave(IReadOnlyList<string> leaked)
    {
        if (leaked.Count > 0)
        {
            console.Warn($"of an earlier run this is left: {string.Join(", ", leaked)}");
            left.AddRange(leaked);
        }
    }
}
