using VmTest.Model;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>What is left of a run is a failure of its own: nobody looks for it where a run ended well.</summary>
internal static class RunCleanup
{
    /// <returns>Null where nothing is left.</returns>
    public static Finding? Explain(CleanupReceipt receipt) => receipt.Leaked.Count == 0 ? null : new Finding
    {
        Code = FailureCodes.Leftovers,
        Origin = FailureOrigin.Environment,
        Message = "Not everything that the run made could be removed: "
            + $"{receipt.Leaked[0]}{(receipt.Leaked.Count == 1 ? string.Empty : $", and {receipt.Leaked.Count - 1} more")}.",
        Excerpt = [.. receipt.Leaked.Take(Limits.ExcerptLines)],
        Hint = "Remove the cause and run ./build.sh --target=Teardown, which tries again.",
    };
}
