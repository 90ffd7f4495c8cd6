using VmTest.Guest.Probe;

namespace VmTest.Guest;

/// <summary>
/// Anybody in the guest can write to its console, whatever unit they are. What only the console says, and what would end
/// the boot, is believed when the guest behaves like it: one whose kernel or first process is dead answers nobody.
/// </summary>
/// <param name="probe">Speaks for a guest that runs.</param>
/// <param name="unitSigns">How many signs of units the console has shown.</param>
/// <param name="ask">Asks the probe for an answer.</param>
/// <param name="time">For the limits.</param>
internal sealed class SignConfirmation(ProbeRecord probe, Func<int> unitSigns, Func<Task> ask, TimeProvider time)
{
    /// <summary>How long a guest is watched whose console has said that it is dead.</summary>
    private static readonly TimeSpan SignDoubt = TimeSpan.FromSeconds(20);

    /// <summary>A guest that is asked and says nothing for this long is as dead as its console says.</summary>
    private static readonly TimeSpan SignSilence = TimeSpan.FromSeconds(5);

    private long spokenBeforeReset;

    /// <summary>Whether the system that runs now has a probe that has spoken: firmware, boot loader and initrd are behind it.</summary>
    public bool ProbeHasSpoken => probe.Messages > Interlocked.Read(ref spokenBeforeReset);

    private long Heard => probe.Messages + unitSigns();

    /// <summary>The machine starts again from its firmware.</summary>
    public void OnReset() => Interlocked.Exchange(ref spokenBeforeReset, probe.Messages);

    /// <summary>Whether the guest falls silent though it is asked; watched for as long as <see cref="SignDoubt"/>.</summary>
    public async Task<bool> FallsSilentAsync()
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < SignDoubt)
        {
            var heard = Heard;
            if (!await AsksAsync())
            {
                return false;
            }

            var asked = time.GetTimestamp();
            while (Heard == heard && time.GetElapsedTime(asked) < SignSilence)
            {
                await Task.Delay(ProbeRequests.ProbePoll, time);
            }

            if (Heard == heard)
            {
                return true;
            }

            await Task.Delay(ProbeRequests.ProbePoll, time);
        }

        return false;
    }

    private async Task<bool> AsksAsync()
    {
        try
        {
            await ask();
            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The watch is over, or the machine gone, which tells by itself.
            return false;
        }
    }
}
