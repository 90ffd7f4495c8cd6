using VmTest.Qemu;

namespace VmTest.Guest;

/// <summary>
/// Notices a machine that says nothing while its processors rest: one that waits for a key, or has nothing to boot on a
/// firmware that does not write to the serial line. A guest whose probe has spoken is alive, however quiet it is.
/// </summary>
internal sealed class SilenceWatch(TimeProvider time)
{
    private long since = time.GetTimestamp();
    private long lines;
    private TimeSpan processorTime;

    /// <summary>Whether the silence has lasted as long as <see cref="Limits.Silence"/>.</summary>
    public bool Lasts(BootEvidence evidence, Machine machine)
    {
        var quiet = time.GetElapsedTime(since);
        var used = (machine.ProcessorTime ?? TimeSpan.Zero) - processorTime;
        var rests = used.TotalSeconds < Limits.RestingShare * Math.Max(quiet.TotalSeconds, 1);
        if (evidence.Probe.HasSpoken || evidence.Console.Lines != lines || !rests)
        {
            since = time.GetTimestamp();
            lines = evidence.Console.Lines;
            processorTime = machine.ProcessorTime ?? TimeSpan.Zero;
            return false;
        }

        return quiet >= Limits.Silence;
    }
}
