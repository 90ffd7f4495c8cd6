using System.Diagnostics;

namespace VmTest.Processes;

/// <summary>A running program with its whole process group.</summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
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
            // The group outlives its leader where a child of it was left behind.
            if (grace > TimeSpan.Zero && NativeMethods.SignalGroup(Identity.Id, Signals.Terminate))
            {
                await Task.WhenAny(GroupGoneAsync(), Task.Delay(grace));
            }

            while (NativeMethods.SignalGroup(Identity.Id, Signals.Kill) && ProcessIdentity.IsGroupAlive(Identity.Id))
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

    private async Task GroupGoneAsync()
    {
        const int probe = 0;
        while (NativeMethods.SignalGroup(Identity.Id, probe) && ProcessIdentity.IsGroupAlive(Identity.Id))
        {
            await Task.Delay(GroupPoll);
        }
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
