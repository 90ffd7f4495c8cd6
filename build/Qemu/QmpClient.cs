using System.Collections.Concurrent;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Supervision;

namespace VmTest.Qemu;

/// <summary>Speaks QEMU's machine protocol: one JSON object a line, answers matched by id, events in between.</summary>
public sealed class QmpClient : IDisposable
{
    /// <summary>How long one QMP command of a running machine may take.</summary>
    internal static readonly TimeSpan QmpCommand = TimeSpan.FromSeconds(3);

    /// <summary>How long QEMU may take to connect, to greet, and to answer at its start: it may still load the machine.</summary>
    internal static readonly TimeSpan QmpStart = TimeSpan.FromSeconds(30);

    /// <summary>Requests that may wait for an answer at once.</summary>
    internal const int QmpWaiting = 16;

    private readonly Stream stream;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JToken>> waiting = new();
    private readonly TaskCompletionSource greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim writing = new(1, 1);
    private int last;

    public QmpClient(Stream stream, TimeProvider time, Action<QmpEvent> onEvent)
    {
        this.stream = stream;
        this.time = time;
        EventsRead = ReadAsync(onEvent);
    }

    /// <summary>Ends once QEMU has closed the connection and all of its events were passed on.</summary>
    public Task EventsRead { get; }

    /// <summary>Leaves the negotiation mode, in which QEMU refuses every other command.</summary>
    public async Task NegotiateAsync(CancellationToken cancellation)
    {
        await greeted.Task.WaitAsync(QmpStart, time, cancellation);
        await ExecuteAsync("qmp_capabilities", [], QmpStart, cancellation);
    }

    /// <returns>What the command returned.</returns>
    /// <exception cref="IOException">QEMU refused it, or the connection is gone.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<JToken> ExecuteAsync(string command, CancellationToken cancellation) => ExecuteAsync(command, [], cancellation);

    /// <inheritdoc cref="ExecuteAsync(string, CancellationToken)"/>
    public Task<JToken> ExecuteAsync(string command, JObject arguments, CancellationToken cancellation) =>
        ExecuteAsync(command, arguments, QmpCommand, cancellation);

    /// <summary>Whether KVM really runs the guest; QEMU may have fallen back to emulation without a word. Asked at its start.</summary>
    public async Task<bool> IsKvmAsync(CancellationToken cancellation) =>
        (await ExecuteAsync("query-kvm", [], QmpStart, cancellation)).Value<bool>("enabled");

    public void Dispose()
    {
        stream.Dispose();
        writing.Dispose();
    }

    private async Task<JToken> ExecuteAsync(string command, JObject arguments, TimeSpan limit, CancellationToken cancellation)
    {
        if (waiting.Count >= QmpWaiting)
        {
            throw new IOException($"QEMU has not answered {QmpWaiting} requests");
        }

        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new TaskCompletionSource<JToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new JObject(new JProperty("execute", command), new JProperty("id", id));
        if (arguments.HasValues)
        {
            request["arguments"] = arguments;
        }

        try
        {
            await WriteAsync(request, cancellation);
            return await answer.Task.WaitAsync(limit, time, cancellation);
        }
        finally
        {
            // A request that nobody waits for any more is not kept for a machine that never answers.
            waiting.TryRemove(id, out _);
        }
    }

    private async Task WriteAsync(JObject request, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToString(Formatting.None) + "\n"), cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task ReadAsync(Action<QmpEvent> onEvent)
    {
        try
        {
            await LineReader.ReadAsync(stream, line => Take(line, onEvent), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine is gone; whoever waits gets the error below.
        }

        greeted.TrySetException(new IOException("QEMU closed its control connection"));
        foreach (var (_, open) in waiting)
        {
            open.TrySetException(new IOException("QEMU closed its control connection"));
        }
    }

    private void Take(string line, Action<QmpEvent> onEvent)
    {
        JObject message;
        try
        {
            message = JObject.Parse(line);
        }
        catch (JsonException)
        {
            return;
        }

        if (message.ContainsKey("QMP"))
        {
            greeted.TrySetResult();
        }
        else if (message["event"] is JValue { Value: string name })
        {
            onEvent(new QmpEvent(
                name, message["data"] is JObject data && data["reason"] is JValue { Value: string reason } ? reason : null));
        }
        else if (message["id"] is JValue { Value: long id } && waiting.TryRemove((int)id, out var open))
        {
            if (message["error"] is { } refused)
            {
                open.TrySetException(new IOException($"QEMU refused: {(refused as JObject)?["desc"]}"));
            }
            else
            {
                open.TrySetResult(message["return"] ?? JValue.CreateNull());
            }
        }
    }
}
