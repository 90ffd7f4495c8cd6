using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>Removes what this run made, and looks whether it is gone.</summary>
internal static class RunCleaner
{
    /// <summary>How long the removal of a run's files and processes may take beyond the processes' own grace.</summary>
    internal static readonly TimeSpan CleanupDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Ends in bounded time, whatever does not want to go.</summary>
    public static CleanupReceipt Clean(RunDirectory directory, ProcessSupervisor? supervisor, TimeSpan grace)
    {
        var limit = grace + CleanupDeadline;
        var cleaning = Task.Run(() => CleanAsync(directory, supervisor, grace));
        return cleaning.Wait(limit)
            ? cleaning.Result
            : Receipt(directory, [$"the removal of '{directory.Path}' did not end within {limit.TotalSeconds} s"]);
    }

    private static async Task<CleanupReceipt> CleanAsync(RunDirectory directory, ProcessSupervisor? supervisor, TimeSpan grace)
    {
        List<string> leaked = [];
        if (supervisor is not null)
        {
            await supervisor.StopAllAsync(grace);
            leaked.AddRange(supervisor.Remaining().Select(process => process.ToString()));
        }

        var before = SizeOf(directory);
        leaked.AddRange(directory.Empty());
        foreach (var entry in directory.Ledger.Open().Where(entry => IsGone(entry, directory, leaked.Count == 0)))
        {
            directory.Ledger.Release(entry);
        }

        return Receipt(directory, leaked) with { Bytes = Math.Max(0, before - SizeOf(directory)) };
    }

    private static long SizeOf(RunDirectory directory) => directory.Folders.Sum(folder => FolderSize.Measure(folder) ?? 0);

    /// <summary>The run's own folder is there until the report is written, and then goes without anything in it.</summary>
    private static bool IsGone(LedgerEntry entry, RunDirectory directory, bool clean) => entry.Kind == ResourceKind.Process
        ? entry.Process?.IsAlive != true
        : !Path.Exists(entry.Name) || (clean && entry.Name == directory.Path);

    private static CleanupReceipt Receipt(RunDirectory directory, IReadOnlyList<string> leaked) => new()
    {
        Processes = directory.Ledger.Count(ResourceKind.Process),
        Files = directory.Ledger.Count(ResourceKind.File),
        Sockets = directory.Ledger.Count(ResourceKind.Socket),
        Leaked = leaked,
    };
}
