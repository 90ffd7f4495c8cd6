using System.Diagnostics;

namespace VmTest.Supervision;

/// <summary>A running program with its whole process group.</summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    /// <summary>How often it is looked whether a process has made its group, or a group is gone.</summary>
    private static readonly TimeSpan GroupPoll = TimeSpan.FromMilliseconds(10);

    private readonly Process process;
    private readonly ProcessSpec spec;
    private readonly Action onGone;
    private readonly SemaphoreSlim stopping = new(1, 1);
    private bool released;

    internal SupervisedProcess(Process process, ProcessSpec spec, Action onGone)
    {
        this.process = process;
        this.spec = spec;
        this.onGone = onGone;
        Identity = ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, 0);
        Exited = WaitAsync();
    }

    public ProcessIdentity Identity { get; }

    public string Purpose => spec.Purpose;

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Error => process.StandardError.BaseStream;

    /// <summary>Its exit code as a shell would report it, once it has ended.</summary>
    public Task<int> Exited { get; }

    /// <summary>SIGTERM to the group, then SIGKILL after the grace period. Returns when nothing of the group is left.</summary>
    public Task StopAsync() => StopAsync(spec.Grace);

    public async Task StopAsync(TimeSpan grace)
    {
        await stopping.WaitAsync();
        try
        {
            if (grace > TimeSpan.Zero && Signal(Signals.Terminate))
            {
                await Task.WhenAny(GoneAsync(), Task.Delay(grace));
            }

            while (Signal(Signals.Kill))
            {
                await Task.Delay(GroupPoll);
            }

            await Exited;
            Release();
        }
        finally
        {
            stopping.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
        stopping.Dispose();
    }

    private async Task GoneAsync()
    {
        const int probe = 0;
        while (Signal(probe))
        {
            await Task.Delay(GroupPoll);
        }
    }

    /// <summary>
    /// Reaches the group, which outlives its leader where a child of it was left behind; and the leader alone, while it has
    /// not yet made its group.
    /// </summary>
    /// <returns>Whether something was there to be reached.</returns>
    private bool Signal(int signal)
    {
        if (NativeMethods.SignalGroup(Identity.Id, signal))
        {
            return ProcessIdentity.IsGroupAlive(Identity.Id);
        }

        if (!Identity.IsAlive)
        {
            return false;
        }

        NativeMethods.Signal(Identity.Id, signal);
        return true;
    }

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Release()
    {
        if (!released)
        {
            released = true;
            onGone();
        }
    }
}
