namespace VmTest.Guest.Probe;

/// <summary>
/// Fits the guest's monotonic clock to this machine's. What the guest sends arrives late and never early, which bounds its
/// clock from one side; what it answers was asked before, which bounds it from the other.
/// </summary>
/// <remarks>Software emulation may give a guest a clock that is too fast or too slow, or that begins long after its kernel.</remarks>
public sealed class GuestClock(Func<TimeSpan> elapsed)
{
    /// <summary>/proc/uptime has hundredths of a second, and a thread may wait for its turn.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>Between the two looks at a clock that make a rate of it.</summary>
    private static readonly TimeSpan ShortestStretch = TimeSpan.FromSeconds(2);

    /// <summary>A clock further from ours than this is not known well enough to draw with.</summary>
    private static readonly TimeSpan GreatestError = TimeSpan.FromSeconds(1);

    private const double SlowestRate = 0.5;
    private const double FastestRate = 2;
    private const int MaximumLooks = 500;

    private readonly Lock gate = new();
    private readonly Queue<TimeSpan> asked = [];
    private readonly List<(TimeSpan Guest, TimeSpan Asked, TimeSpan Arrived)> answers = [];
    private readonly List<(TimeSpan Guest, TimeSpan Arrived)> messages = [];

    /// <summary>The guest's clock at its last message.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The guest has started again, and its clock with it.</summary>
    public void Restart()
    {
        lock (gate)
        {
            asked.Clear();
            answers.Clear();
            messages.Clear();
        }
    }

    /// <summary>A request is sent now; the guest answers each with its time, in their order.</summary>
    public void Ask()
    {
        lock (gate)
        {
            if (asked.Count < MaximumLooks)
            {
                asked.Enqueue(elapsed());
            }
        }
    }

    /// <summary>A message has arrived.</summary>
    /// <param name="guest">The guest's clock when it was made.</param>
    /// <param name="isAnswer">Whether it is the first word of an answer.</param>
    public void Hear(TimeSpan guest, bool isAnswer)
    {
        lock (gate)
        {
            var now = elapsed();
            Now = guest;
            if (messages.Count < MaximumLooks)
            {
                messages.Add((guest, now));
            }

            if (isAnswer && asked.TryDequeue(out var at) && answers.Count < MaximumLooks)
            {
                answers.Add((guest, at, now));
            }
        }
    }

    /// <summary>How the guest's times become ours; null where nothing fits.</summary>
    /// <param name="notBefore">When the guest's kernel had not yet begun: the last sign of firmware or boot loader.</param>
    public ClockFit? Fit(TimeSpan notBefore)
    {
        lock (gate)
        {
            if (messages.Count == 0)
            {
                return null;
            }

            var latest = messages.Min(message => message.Arrived - message.Guest);
            var earliest = answers.Select(answer => answer.Asked - answer.Guest).Append(notBefore).Max();
            if (earliest <= latest + Tolerance)
            {
                var error = latest - earliest;
                return new ClockFit(latest, 1, error > TimeSpan.Zero ? error : TimeSpan.Zero);
            }

            return FitRate() is { } fit && fit.Offset >= notBefore - Tolerance ? fit : null;
        }
    }

    private ClockFit? FitRate()
    {
        if (answers is not [var first, .., var last] || last.Guest - first.Guest < ShortestStretch)
        {
            return null;
        }

        var rate = (Middle(last) - Middle(first)) / (last.Guest - first.Guest);
        var offset = Middle(first) - (first.Guest * rate);
        // Where a message seems to be early, the clock does not run evenly.
        var early = messages.Max(message => offset + (message.Guest * rate) - message.Arrived);
        var error = new[] { (first.Arrived - first.Asked) / 2, (last.Arrived - last.Asked) / 2, early }.Max();
        return rate is >= SlowestRate and <= FastestRate && error <= GreatestError ? new ClockFit(offset, rate, error) : null;
    }

    private static TimeSpan Middle((TimeSpan Guest, TimeSpan Asked, TimeSpan Arrived) answer) => (answer.Asked + answer.Arrived) / 2;
}
