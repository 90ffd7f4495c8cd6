using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>Says while a phase runs that it takes three times as long as it usually does.</summary>
internal static class SlowPhaseWatch
{
    private const int Beyond = 3;

    /// <summary>What takes less than this is over before anybody wonders.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <param name="phase">The phase.</param>
    /// <param name="host">Whose phase it is.</param>
    /// <param name="usual">How long it usually takes; null where that is not known.</param>
    /// <param name="log">Where it is said.</param>
    /// <param name="time">This machine's clock.</param>
    /// <returns>Ends the watch; null where there is none.</returns>
    public static ITimer? Begin(Phase phase, string host, TimeSpan? usual, IRunLog log, TimeProvider time)
    {
        if (usual is not { } known)
        {
            return null;
        }

        var limit = known * Beyond > Shortest ? known * Beyond : Shortest;
        return time.CreateTimer(
            _ => log.Warn(
                $"{EnumText.Lower(phase)} takes longer than {Duration.Text(limit)}; its usual time is {Duration.Text(known)}", host),
            null, limit, Timeout.InfiniteTimeSpan);
    }
}
