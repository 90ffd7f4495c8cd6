using System.Text;
using VmTest.Qemu;

namespace VmTest.Boot;

/// <summary>Asks the probe in a running machine for what it does not tell by itself.</summary>
/// <param name="machine">The machine, whose end ends every wait.</param>
/// <param name="probe">Where the answers arrive.</param>
/// <param name="time">For the limits.</param>
internal sealed class ProbeRequests(Machine machine, ProbeRecord probe, TimeProvider time)
{
    /// <summary>Keeps the count of waiting units fresh; the answer is there at the next line of progress.</summary>
    public async Task AskForJobsAsync(CancellationToken cancellation)
    {
        try
        {
            await machine.Answers.WriteAsync("jobs\n"u8.ToArray(), cancellation);
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
        while (!probe.HasSpoken && !machine.Exited.IsCompleted && time.GetElapsedTime(started) < Limits.ProbeFirstWord)
        {
            await Task.Delay(Limits.ProbePoll, time, cancellation);
        }
    }

    /// <summary>Asks for all units and waits for the answer; it may come in part, or not at all.</summary>
    public async Task DumpAsync(string request, TimeSpan limit, CancellationToken cancellation)
    {
        if (!probe.HasSpoken)
        {
            return;
        }

        var dumped = probe.NextDump();
        try
        {
            await machine.Answers.WriteAsync(Encoding.ASCII.GetBytes(request + "\n"), cancellation);
            await Task.WhenAny(dumped, machine.Exited).WaitAsync(limit, time, cancellation);
        }
        catch (Exception error) when (error is TimeoutException or IOException)
        {
            // What has come until now is what there is.
        }
    }
}
