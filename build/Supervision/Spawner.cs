using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace VmTest.Supervision;

/// <summary>
/// The one thread that starts processes. The kernel's parent-death signal fires when the starting <em>thread</em> ends
/// (prctl(2), PR_SET_PDEATHSIG), so a thread of the pool must not be the one.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The thread lives as long as the program does: its end would end every process it started.")]
internal sealed class Spawner
{
    private readonly BlockingCollection<Action> work = [];

    public Spawner()
    {
        new Thread(Serve) { IsBackground = true, Name = "spawner" }.Start();
    }

    /// <param name="info">The program.</param>
    /// <param name="onStarted">Called before anything else happens on this thread.</param>
    public Process Start(ProcessStartInfo info, Action<Process> onStarted) => Run(() =>
    {
        var process = Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} was not started");
        onStarted(process);
        return process;
    });

    /// <summary>Does something while no process is being started.</summary>
    public T Run<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    private void Serve()
    {
        foreach (var start in work.GetConsumingEnumerable())
        {
            start();
        }
    }
}
