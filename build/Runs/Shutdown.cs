using System.Runtime.InteropServices;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into a cancelled token. A second signal, or the deadline, ends the program through
/// <see cref="Forced"/>, whatever a phase is doing.
/// </summary>
public sealed class Shutdown : IDisposable
{
    /// <summary>From a first SIGINT or SIGTERM to the end of the program, report and teardown included.</summary>
    internal static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly TimeProvider time;
    private ITimer? deadline;
    private int signal;
    private int forced;

    public Shutdown(TimeProvider time)
    {
        this.time = time;
        Listen(PosixSignal.SIGINT, Signals.Interrupt);
        Listen(PosixSignal.SIGTERM, Signals.Terminate);
        Listen(PosixSignal.SIGHUP, Signals.Hangup);
        // Whoever presses Ctrl+\ wants it to end, and not a core dump.
        Listen(PosixSignal.SIGQUIT, Signals.Terminate);
    }

    /// <summary>Raised once, on another thread, when the program has to end now. It must not return to the run.</summary>
    public event Action? Forced;

    public CancellationToken Token => source.Token;

    /// <summary>The signal that cancelled the run; null while there was none.</summary>
    public int? Signal => Volatile.Read(ref signal) is not 0 and var number ? number : null;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        deadline?.Dispose();
        source.Dispose();
    }

    /// <summary>A signal has come.</summary>
    internal void Arrived(int number)
    {
        if (Interlocked.CompareExchange(ref signal, number, 0) != 0)
        {
            Force();
            return;
        }

        deadline = time.CreateTimer(_ => Force(), null, ShutdownLimit, Timeout.InfiniteTimeSpan);
        // Callbacks of the token run here; none may hold up the thread that takes signals.
        _ = Task.Run(source.Cancel);
    }

    private void Listen(PosixSignal name, int number) =>
        registrations.Add(PosixSignalRegistration.Create(name, context =>
        {
            context.Cancel = true;
            Arrived(number);
        }));

    private void Force()
    {
        if (Interlocked.Exchange(ref forced, 1) == 0)
        {
            new Thread(() => Forced?.Invoke()) { IsBackground = true, Name = "forced end" }.Start();
        }
    }
}
