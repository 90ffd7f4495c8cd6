using VmTest.Model;

namespace VmTest.Guest;

/// <summary>
/// Notices a machine that says nothing while its processors rest: one that waits for a key, or has nothing to boot on a
/// firmware that does not write to the serial line. A guest whose probe has spoken is alive, however quiet it is.
/// </summary>
internal sealed class SilenceWatch(TimeProvider time)
{
    /// <summary>Share of one core below which a machine's processors rest; an idle guest's clock ticks take less.</summary>
    private const double RestingShare = 0.05;

    private long since = time.GetTimestamp();
    private long lines;
    private TimeSpan processorTime;

    /// <summary>Whether the silence has lasted as long as <see cref="Limits.Silence"/>.</summary>
    /// <param name="evidence">What the VM has said.</param>
    /// <param name="used">Processor time that QEMU has used until now; null where it is gone.</param>
    public bool Lasts(BootEvidence evidence, TimeSpan? used)
    {
        var quiet = time.GetElapsedTime(since);
        var spent = (used ?? TimeSpan.Zero) - processorTime;
        var rests = spent.TotalSeconds < RestingShare * Math.Max(quiet.TotalSeconds, 1);
        if (evidence.Probe.HasSpoken || evidence.Console.Lines != lines || !rests)
        {
            since = time.GetTimestamp();
            lines = evidence.Console.Lines;
            processorTime = used ?? TimeSpan.Zero;
            return false;
        }

        return quiet >= Limits.Silence;
    }
}
