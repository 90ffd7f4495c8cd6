using VmTest.Guest;
using VmTest.Text;

namespace VmTest.Phases.Boot;

/// <summary>One line on how far a boot has come.</summary>
internal static class BootStatusLine
{
    public static string Text(GuestRecorder recorder, TimeSpan limit)
    {
        var evidence = recorder.Evidence;
        return $"booting for {Duration.Text(recorder.Elapsed())} of {Duration.Text(limit)}: {recorder.Signals.UnitsStarted} units started, "
            + $"{evidence.Console.Failed.Count} failed, {evidence.Probe.Jobs.Count} waiting │ {LastLine(evidence)}";
    }

    public static string LastLine(BootEvidence evidence) =>
        evidence.Console.Tail is { Count: > 0 } lines ? lines[^1] : "nothing on the console";
}
