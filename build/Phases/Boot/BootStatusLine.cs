using VmTest.Guest;
using VmTest.Text;

namespace VmTest.Phases.Boot;

/// <summary>One line on how far a boot has come.</summary>
internal static class BootStatusLine
{
    /// <param name="recorder">What the guest said.</param>
    /// <param name="limit">The longest that it may take.</param>
    /// <param name="usual">How long it takes beside how long it usually does; null where that is not known.</param>
    public static string Text(GuestRecorder recorder, TimeSpan limit, string? usual)
    {
        var evidence = recorder.Evidence;
        var how = usual is null
            ? $"booting for {Duration.Text(recorder.Elapsed())} of {Duration.Text(limit)}"
            : $"{usual}, at most {Duration.Text(limit)}";
        // The list of jobs is asked for where a boot does not go on.
        var waiting = evidence.Probe.Jobs.Count is > 0 and var count ? $", {count} waiting" : string.Empty;
        return $"{how}: {recorder.Signals.UnitsStarted} units started, {evidence.Console.Failed.Count} failed{waiting} "
            + $"│ {LastLine(evidence)}";
    }

    public static string LastLine(BootEvidence evidence) =>
        evidence.Console.Tail.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "nothing on the console";
}
