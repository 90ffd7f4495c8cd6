using VmTest.Guest;
using VmTest.Guest.Probe;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Phases.Boot;

/// <summary>Waits for the first sign that decides how a boot ends, at most until the limit, and says how it goes meanwhile.</summary>
/// <param name="limit">The longest that a boot may take.</param>
/// <param name="processorTime">What the VM has used until now; null where it is gone.</param>
/// <param name="recorder">What the guest says.</param>
/// <param name="requests">Asks its probe.</param>
/// <param name="console">Shows the status line.</param>
/// <param name="usual">What is usual of this host.</param>
/// <param name="time">For the limits.</param>
internal sealed class BootWait(
    TimeSpan limit, Func<TimeSpan?> processorTime, GuestRecorder recorder, ProbeRequests requests, IRunLog console, UsualTimes usual,
    TimeProvider time)
{
    /// <summary>Without a word of the probe for this long after the console shows the login target, the console decides alone.</summary>
    private static readonly TimeSpan ProbeSilence = TimeSpan.FromSeconds(20);

    /// <summary>The same for a machine that is still computing: its probe may only be slow.</summary>
    private static readonly TimeSpan BusyProbeSilence = TimeSpan.FromSeconds(60);

    /// <summary>Share of one core above which a machine is computing.</summary>
    private const double BusyShare = 0.25;

    /// <summary>At least one list of jobs in this time, however well the boot goes.</summary>
    private static readonly TimeSpan JobList = TimeSpan.FromSeconds(60);

    private readonly SilenceWatch silence = new(time);
    private TimeSpan askedAt;
    private TimeSpan? usedWhenReady;

    public async Task<BootEnd> EndAsync(CancellationToken cancellation)
    {
        var (signals, evidence) = (recorder.Signals, recorder.Evidence);
        while (!signals.Ended.IsCompleted)
        {
            var left = limit - recorder.Elapsed();
            if (left <= TimeSpan.Zero)
            {
                signals.End(BootEndKind.Timeout, string.Empty);
            }
            else if (signals.ConsoleReadyAt is { } since && !evidence.Probe.HasSpoken && IsProbeLost(recorder.Elapsed() - since))
            {
                signals.End(BootEndKind.ReadyByConsole, string.Empty);
            }
            else if (silence.Lasts(evidence, processorTime()))
            {
                signals.End(BootEndKind.Silent,
                    $"no sign of life for {Duration.Text(Limits.Silence)}, last line: {BootStatusLine.LastLine(evidence)}");
            }
            else
            {
                var pause = console.Live ? Limits.LiveView : Limits.Word;
                await WaitAsync(left < pause ? left : pause, cancellation);
            }
        }

        console.EndStatus(evidence.Host);
        return await signals.Ended;
    }

    private bool IsProbeLost(TimeSpan silent)
    {
        var used = processorTime() ?? TimeSpan.Zero;
        usedWhenReady ??= used;
        var busy = used - usedWhenReady > silent * BusyShare;
        return silent > (busy ? BusyProbeSilence : ProbeSilence);
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await recorder.Signals.Ended.WaitAsync(pause, time, cancellation);
        }
        catch (TimeoutException)
        {
            console.Status(BootStatusLine.Text(recorder, limit, usual.Text(recorder.Evidence.Host)), recorder.Evidence.Host);
            if (IsListDue())
            {
                askedAt = recorder.Elapsed();
                await requests.AskForJobsAsync(cancellation);
            }
        }
    }

    /// <summary>
    /// Whether it is time for the list of jobs: where nothing was started for a while, or the limit is near. A boot that goes on
    /// needs none, and each costs the guest the start of a program.
    /// </summary>
    private bool IsListDue()
    {
        var now = recorder.Elapsed();
        var unasked = now - askedAt;
        var stuck = now - (recorder.Evidence.Journal.Starts.LastDone?.At ?? TimeSpan.Zero);
        return unasked >= JobList || (unasked >= Limits.Heartbeat && (stuck >= Limits.Heartbeat || limit - now <= 2 * Limits.Heartbeat));
    }
}
