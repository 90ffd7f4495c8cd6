using VmTest.Install;
using VmTest.Processes;
using VmTest.Running;

namespace VmTest.Qemu;

/// <summary>A running machine: QEMU under its script, with a connection for each thing it tells.</summary>
public sealed class Machine : IAsyncDisposable
{
    private readonly List<SocketListener> listeners = [];
    private readonly Queue<string> output = new();
    private readonly List<Stream> streams = [];
    private SupervisedProcess? process;
    private QmpClient? qmp;

    private Machine()
    {
    }

    public QmpClient Qmp => qmp ?? throw new InvalidOperationException("the machine has not started");

    public Stream Console { get; private set; } = Stream.Null;

    public Stream State { get; private set; } = Stream.Null;

    public Stream Answers { get; private set; } = Stream.Null;

    public Stream Journal { get; private set; } = Stream.Null;

    /// <summary>Processor time that QEMU has used; null where it is gone.</summary>
    public TimeSpan? ProcessorTime => process!.Identity.ProcessorTime;

    /// <summary>QEMU's exit code, once it has ended.</summary>
    public Task<int> Exited => process!.Exited;

    /// <summary>The last lines that QEMU and the script printed.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (output)
            {
                return [.. output];
            }
        }
    }

    /// <summary>Starts the script and waits until QEMU has connected to every socket.</summary>
    /// <param name="session">The run.</param>
    /// <param name="host">Whose machine it is.</param>
    /// <param name="installed">Its script and files.</param>
    /// <param name="plan">What is added.</param>
    /// <param name="onEvent">Gets QEMU's events, from the first.</param>
    /// <param name="onOutput">Gets what QEMU and the script print.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MachineStartException">QEMU did not come up.</exception>
    public static async Task<Machine> StartAsync(
        RunSession session, HostRun host, InstalledMachine installed, MachinePlan plan, Action<QmpEvent> onEvent, Action<string> onOutput, CancellationToken cancellation)
    {
        var machine = new Machine();
        try
        {
            await machine.BringUpAsync(session, host, installed, plan, onEvent, onOutput, cancellation);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            // The disk is thrown away: nothing is gained by a slow end.
            await process.StopAsync(TimeSpan.Zero);
            await process.DisposeAsync();
        }

        qmp?.Dispose();
        streams.ForEach(stream => stream.Dispose());
        listeners.ForEach(listener => listener.Dispose());
    }

    private async Task BringUpAsync(
        RunSession session, HostRun host, InstalledMachine installed, MachinePlan plan, Action<QmpEvent> onEvent, Action<string> onOutput, CancellationToken cancellation)
    {
        var sockets = MachineSockets.In(session.Directory.MakeFolder(RunPaths.Sockets), host.Index);
        listeners.AddRange(sockets.All.Select(path => new SocketListener(path, session.Directory.Ledger)));
        process = session.Supervisor.Start(new ProcessSpec
        {
            Purpose = $"machine of {host.Name}",
            FileName = installed.Program,
            Arguments = [.. installed.Arguments, .. QemuArguments.Build(plan, sockets, installed.QemuVersion)],
            Environment = installed.Environment,
            WorkingDirectory = installed.Folder,
        });
        var reading = Task.WhenAll(
            LineReader.ReadAsync(process.Output, Take, CancellationToken.None),
            LineReader.ReadAsync(process.Error, Take, CancellationToken.None));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connecting = Task.WhenAll(listeners.Select(listener => listener.AcceptAsync(limit.Token)));
        var first = await Task.WhenAny(connecting, process.Exited, Task.Delay(Limits.QemuStart, session.Time, limit.Token));
        cancellation.ThrowIfCancellationRequested();
        if (first != connecting)
        {
            await limit.CancelAsync();
            throw await FailedAsync(first == process.Exited, reading, $"QEMU did not connect within {Limits.QemuStart.TotalSeconds} s");
        }

        var connections = await connecting;
        streams.AddRange(connections);
        (Console, State, Answers, Journal) = (connections[1], connections[2], connections[3], connections[4]);
        qmp = new QmpClient(connections[0], session.Time, onEvent);
        await limit.CancelAsync();
        try
        {
            await qmp.NegotiateAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw await FailedAsync(process.Exited.IsCompleted, reading, $"QEMU connected and did not greet: {error.Message}");
        }

        void Take(string line)
        {
            lock (output)
            {
                output.Enqueue(line);
                if (output.Count > Limits.KeptLines)
                {
                    output.Dequeue();
                }
            }

            onOutput(line);
        }
    }

    private async Task<MachineStartException> FailedAsync(bool ended, Task reading, string otherwise)
    {
        if (!ended)
        {
            return new MachineStartException(otherwise, Output);
        }

        await Task.WhenAny(reading, Task.Delay(Limits.ProcessGrace));
        return new MachineStartException($"QEMU ended with exit code {await Exited} before the machine ran", Output);
    }
}
