using System.Text;

namespace VmTest.Guest.Probe;

/// <summary>Asks the probe in a running machine for what it does not tell by itself.</summary>
/// <param name="channel">Takes requests to the probe.</param>
/// <param name="exited">Ends with the VM, and every wait with it.</param>
/// <param name="probe">Where the answers arrive.</param>
/// <param name="time">For the limits.</param>
internal sealed class ProbeRequests(Stream channel, Task exited, ProbeRecord probe, TimeProvider time)
{
    /// <summary>
    /// How long the probe may be silent while it lists the guest's units; without KVM, on a machine that does much else, one
    /// step was seen to take 20 s.
    /// </summary>
    private static readonly TimeSpan DumpSilence = TimeSpan.FromSeconds(30);

    /// <summary>How long the probe may take to say its first word after the console has shown an early end.</summary>
    private static readonly TimeSpan ProbeFirstWord = TimeSpan.FromSeconds(4);

    /// <summary>How often that word of the probe is looked for.</summary>
    internal static readonly TimeSpan ProbePoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Keeps the count of waiting units fresh; the answer is there at the next line of progress.</summary>
    public async Task AskForJobsAsync(CancellationToken cancellation)
    {
        try
        {
            probe.Clock.Ask();
            await channel.WriteAsync("jobs\n"u8.ToArray(), cancellation);
        }
        catch (IOException)
        {
            // The machine is ending.
        }
    }

    /// <summary>A boot can fail so early that the probe is just on its way: waits a little for its first word.</summary>
    public async Task FirstWordAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (!probe.HasSpoken && !exited.IsCompleted && time.GetElapsedTime(started) < ProbeFirstWord)
        {
            await Task.Delay(ProbePoll, time, cancellation);
        }
    }

    /// <summary>
    /// Asks for something that is answered in several parts and waits for the last. They may not all come: a probe that is silent for
    /// <see cref="DumpSilence"/> is waited for no longer.
    /// </summary>
    /// <param name="request">The probe's word for it.</param>
    /// <param name="limit">The longest that the answer may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task AskAsync(string request, TimeSpan limit, CancellationToken cancellation)
    {
        if (!probe.HasSpoken)
        {
            return;
        }

        var started = time.GetTimestamp();
        var ended = Task.WhenAny(probe.NextAnswer(), exited);
        try
        {
            probe.Clock.Ask();
            await channel.WriteAsync(Encoding.ASCII.GetBytes(request + "\n"), cancellation);
            long heard;
            do
            {
                heard = probe.Messages;
            }
            while (!await EndsAsync(ended, cancellation) && probe.Messages > heard && time.GetElapsedTime(started) < limit);
        }
        catch (IOException)
        {
            // The machine is ending: what has come until now is what there is.
        }
    }

    private async Task<bool> EndsAsync(Task task, CancellationToken cancellation)
    {
        try
        {
            await task.WaitAsync(DumpSilence, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
