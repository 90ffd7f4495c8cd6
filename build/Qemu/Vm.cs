using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Qemu;

/// <summary>A running VM: QEMU under its script, with a connection for each thing it tells.</summary>
public sealed class Vm : IAsyncDisposable
{
    private readonly List<SocketListener> listeners = [];
    private readonly Tail<string> output = new(Limits.KeptLines);
    private readonly List<Stream> streams = [];
    private SupervisedProcess? process;
    private QmpClient? qmp;

    internal Vm()
    {
    }

    private QmpClient Qmp => qmp ?? throw new InvalidOperationException("the VM has not started");

    public Stream Console { get; private set; } = Stream.Null;

    public Stream State { get; private set; } = Stream.Null;

    public Stream Answers { get; private set; } = Stream.Null;

    public Stream Journal { get; private set; } = Stream.Null;

    /// <summary>Processor time that QEMU has used; null where it is gone.</summary>
    public TimeSpan? ProcessorTime => process!.Identity.ProcessorTime;

    /// <summary>QEMU's exit code, once it has ended.</summary>
    public Task<int> Exited => process!.Exited;

    /// <summary>
    /// Ends once the events of a machine that has ended were passed on: what QEMU says last is read later than its end is seen,
    /// where this machine is busy.
    /// </summary>
    public Task EventsRead => Qmp.EventsRead;

    /// <summary>The last lines that QEMU and the script printed.</summary>
    public IReadOnlyList<string> Output => output.ToList();

    /// <summary>Whether KVM really runs the guest; QEMU may have fallen back to emulation without a word.</summary>
    /// <exception cref="IOException">QEMU is gone.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<bool> IsKvmAsync(CancellationToken cancellation) => Qmp.IsKvmAsync(cancellation);

    /// <summary>QEMU's word for what the VM does: <c>running</c>, <c>internal-error</c> and so on.</summary>
    /// <inheritdoc cref="IsKvmAsync"/>
    public async Task<string?> StatusAsync(CancellationToken cancellation) =>
        (await Qmp.ExecuteAsync("query-status", cancellation)).Value<string>("status");

    /// <summary>Writes what is on the screen into a file.</summary>
    /// <param name="path">A file that QEMU can write.</param>
    /// <param name="format">null for PPM, or <c>png</c>, which QEMU 7.1 and newer know.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <inheritdoc cref="IsKvmAsync"/>
    public Task DumpScreenAsync(string path, string? format, CancellationToken cancellation) =>
        Qmp.ExecuteAsync("screendump",
            format is null
                ? new JObject(new JProperty("filename", path))
                : new JObject(new JProperty("filename", path), new JProperty("format", format)), cancellation);

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

    internal async Task BringUpAsync(
        ProcessSupervisor supervisor, Ledger ledger, TimeProvider time, VmSockets sockets, VmProgram installed, VmPlan plan,
        Action<VmEvent> onEvent, Action<string> onOutput, CancellationToken cancellation)
    {
        SocketListener Listen(string path)
        {
            var listener = new SocketListener(path, ledger);
            listeners.Add(listener);
            return listener;
        }

        var (control, console, state, answers, journal) = (
            Listen(sockets.Qmp), Listen(sockets.Console), Listen(sockets.State), Listen(sockets.Answers), Listen(sockets.Journal));
        process = supervisor.Start(new ProcessSpec
        {
            Purpose = $"VM of {plan.Host}",
            FileName = installed.Program,
            Arguments = [.. installed.Arguments, .. QemuArguments.Build(plan, sockets, installed.QemuVersion)],
            Environment = installed.Environment,
            WorkingDirectory = installed.Folder,
        });
        var reading = Task.WhenAll(
            LineReader.ReadAsync(process.Output, Keep, CancellationToken.None),
            LineReader.ReadAsync(process.Error, Keep, CancellationToken.None));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connecting = Task.WhenAll(listeners.Select(listener => listener.AcceptAsync(limit.Token)));
        var first = await Task.WhenAny(connecting, process.Exited, Task.Delay(QmpClient.QmpStart, time, limit.Token));
        cancellation.ThrowIfCancellationRequested();
        if (first != connecting)
        {
            await limit.CancelAsync();
            throw await FailedAsync(first == process.Exited, reading, $"QEMU did not connect within {QmpClient.QmpStart.TotalSeconds} s");
        }

        streams.AddRange(await connecting);
        (Console, State, Answers, Journal) = (
            await console.Connected, await state.Connected, await answers.Connected, await journal.Connected);
        qmp = new QmpClient(await control.Connected, time, entry =>
        {
            if (VmEvent.From(entry) is { } known)
            {
                onEvent(known);
            }
        });
        await limit.CancelAsync();
        try
        {
            await qmp.NegotiateAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw await FailedAsync(process.Exited.IsCompleted, reading, $"QEMU connected and did not greet: {error.Message}");
        }

        void Keep(string line)
        {
            output.Add(line);
            onOutput(line);
        }
    }

    private async Task<VmStartException> FailedAsync(bool ended, Task reading, string otherwise)
    {
        if (!ended)
        {
            return new VmStartException(otherwise, Output);
        }

        await Task.WhenAny(reading, Task.Delay(Limits.ProcessGrace));
        return new VmStartException($"QEMU ended with exit code {await Exited} before the machine ran", Output);
    }
}
