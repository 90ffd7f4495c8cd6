using System.Diagnostics;
using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>A running program with its whole process group.</summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    /// <summary>How often it is looked whether a process has made its group, or a group is gone.</summary>
    internal static readonly TimeSpan GroupPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>From SIGKILL to giving up a process: one that waits for a device cannot be ended by anybody.</summary>
    internal static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(1);

    private readonly Process process;
    private readonly ProcessSpec spec;
    private readonly Action onGone;
    private readonly SemaphoreSlim stopping = new(1, 1);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool released;
    private bool givenUp;

    internal SupervisedProcess(Process process, ProcessSpec spec, Action onGone)
    {
        this.process = process;
        this.spec = spec;
        this.onGone = onGone;
        Identity = ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, 0);
        _ = WaitAsync();
    }

    public ProcessIdentity Identity { get; }

    public string Purpose => spec.Purpose;

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Error => process.StandardError.BaseStream;

    /// <summary>
    /// Its exit code as a shell would report it, once it has ended; that of SIGKILL once it has been given up, because not
    /// even that ends it.
    /// </summary>
    public Task<int> Exited => exited.Task;

    /// <summary>
    /// SIGTERM to the group, then SIGKILL after the grace period. Returns when nothing of the group is left, or when what is
    /// left did not end within <see cref="StopDeadline"/> after SIGKILL: it waits for a device, and no signal reaches it.
    /// </summary>
    public Task StopAsync() => StopAsync(spec.Grace);

    /// <inheritdoc cref="StopAsync()"/>
    public async Task StopAsync(TimeSpan grace)
    {
        await stopping.WaitAsync();
        try
        {
            if (givenUp)
            {
                Signal(Signals.Kill);
                return;
            }

            if (grace > TimeSpan.Zero && Signal(Signals.Terminate))
            {
                await EndsWithinAsync(grace, probe: 0);
            }

            if (await EndsWithinAsync(StopDeadline, Signals.Kill)
                && await Task.WhenAny(exited.Task, Task.Delay(StopDeadline)) == exited.Task)
            {
                Release();
                return;
            }

            givenUp = true;
            exited.TrySetResult(ExitCodes.OfSignal(Signals.Kill));
        }
        finally
        {
            stopping.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (!givenUp)
        {
            process.Dispose();
            stopping.Dispose();
        }
    }

    /// <summary>Looks again and again whether the group is gone; with a signal instead of the mere look, if need be.</summary>
    private async Task<bool> EndsWithinAsync(TimeSpan limit, int probe)
    {
        var started = Stopwatch.GetTimestamp();
        while (Signal(probe))
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(GroupPoll);
        }

        return true;
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

    private async Task WaitAsync()
    {
        try
        {
            await process.WaitForExitAsync();
            exited.TrySetResult(process.ExitCode);
        }
        catch (Exception error) when (error is InvalidOperationException or ObjectDisposedException)
        {
            // It was given up, and nobody holds it any more.
        }
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
