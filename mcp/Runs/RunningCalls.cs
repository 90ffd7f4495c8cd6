using System.Collections.Concurrent;

namespace VmTest.Mcp.Runs;

/// <summary>The calls that are being answered: whatever ends this process, each of them cleans up first.</summary>
/// <param name="stop">Cancelled when the process has to end.</param>
internal sealed class RunningCalls(CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly ConcurrentDictionary<Task, byte> running = new();

    /// <summary>Answers a call.</summary>
    /// <param name="call">Ends when its token is cancelled, and has cleaned up then.</param>
    /// <param name="cancellation">The protocol's own cancellation of the call.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, source.Token);
        // On a thread of its own: phases and teardown may block, and the protocol goes on.
        var task = Task.Run(() => call(both.Token), CancellationToken.None);
        running[task] = 0;
        try
        {
            return await task;
        }
        finally
        {
            running.TryRemove(task, out _);
        }
    }

    /// <summary>Cancels what still runs; its teardown goes on.</summary>
    public void End() =>
        // Callbacks of the token run in this call; whoever reads the protocol's input must not wait for them.
        _ = Task.Run(source.Cancel);

    /// <summary>Cancels what still runs and waits until it has cleaned up.</summary>
    public async Task EndAsync()
    {
        await source.CancelAsync();
        foreach (var task in running.Keys)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => source.Dispose();
}
