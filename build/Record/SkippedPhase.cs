using System.Globalization;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Record;

/// <summary>Why a phase was skipped: one sentence for the console, Cake's table and the report.</summary>
internal static class SkippedPhase
{
    public const string NoHosts = "no host was evaluated";
    public const string AllProved = "every host was proved by an earlier run";

    public static string Proved(ReusedRun proof) =>
        string.Create(CultureInfo.InvariantCulture, $"proved by run {proof.Run} on {proof.At.UtcDateTime:yyyy-MM-dd}");

    /// <param name="phase">The phase that did not run.</param>
    /// <param name="host">For which host; null for all.</param>
    /// <param name="failures">What was found before.</param>
    public static string Because(Phase phase, string? host, IEnumerable<Failure> failures)
    {
        var before = failures.Where(failure => (host is null || failure.Host is null || failure.Host == host) && failure.Phase < phase)
            .Min(failure => failure.Phase);
        return before is { } earlier ? $"phase {EnumText.Lower(earlier)} failed" : "the run ended before it";
    }
}
