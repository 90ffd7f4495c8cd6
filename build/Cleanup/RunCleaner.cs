using VmTest.Processes;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Cleanup;

/// <summary>Removes what this run made, and looks whether it is gone.</summary>
internal static class RunCleaner
{
    /// <summary>Ends in bounded time, whatever does not want to go.</summary>
    public static CleanupReceipt Clean(RunDirectory directory, ProcessSupervisor? supervisor, TimeSpan grace)
    {
        var limit = grace + Limits.CleanupDeadline;
        var cleaning = Task.Run(() => CleanAsync(directory, supervisor, grace));
        return cleaning.Wait(limit) ? cleaning.Result : Receipt(directory, [$"the removal of '{directory.Path}' did not end within {limit.TotalSeconds} s"]);
    }

    /// <summary>What is left is a failure of its own: nobody looks for it where a run ended well.</summary>
    public static Failure? Failed(CleanupReceipt receipt) => receipt.Leaked.Count == 0 ? null : Failures.Finish(new Failure
    {
        Code = FailureCodes.Leftovers,
        Origin = FailureOrigin.Environment,
        Message = $"Not everything that the run made could be removed: {receipt.Leaked[0]}{(receipt.Leaked.Count == 1 ? string.Empty : $", and {receipt.Leaked.Count - 1} more")}.",
        Excerpt = [.. receipt.Leaked.Take(Limits.ExcerptLines)],
        Hint = "Remove the cause and run ./build.sh --target=Teardown, which tries again.",
    });

    private static async Task<CleanupReceipt> CleanAsync(RunDirectory directory, ProcessSupervisor? supervisor, TimeSpan grace)
    {
        List<string> leaked = [];
        if (supervisor is not null)
        {
            await supervisor.StopAllAsync(grace);
            leaked.AddRange(supervisor.Remaining().Select(process => process.ToString()));
        }

        leaked.AddRange(directory.Empty());
        foreach (var entry in directory.Ledger.Open().Where(entry => IsGone(entry, directory, leaked.Count == 0)))
        {
            directory.Ledger.Release(entry);
        }

        return Receipt(directory, leaked);
    }

    /// <summary>The run's own folder is there until the report is written, and then goes without anything in it.</summary>
    private static bool IsGone(LedgerEntry entry, RunDirectory directory, bool clean) => entry.Kind == ResourceKind.Process
        ? entry.Process?.IsAlive != true
        : !Path.Exists(entry.Name) || (clean && entry.Name == directory.Path);

    private static CleanupReceipt Receipt(RunDirectory directory, IReadOnlyList<string> leaked) => new()
    {
        Processes = directory.Ledger.Count(ResourceKind.Process),
        Files = directory.Ledger.Count(ResourceKind.File),
        Mounts = directory.Ledger.Count(ResourceKind.Mount),
        Sockets = directory.Ledger.Count(ResourceKind.Socket),
        Leaked = leaked,
    };
}
