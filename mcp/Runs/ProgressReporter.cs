using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Mcp.Runs;

/// <summary>
/// Says to the client how far a call is: each event of its run that says so, and what is going on, at the latest every ten seconds.
/// </summary>
internal sealed class ProgressReporter : IRunObserver, IAsyncDisposable
{
    private const int MessageBytes = 300;

    private readonly Channel<string> messages = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task sending;

    public ProgressReporter(McpServer server, ProgressToken? token) =>
        sending = token is { } given ? SendAsync(server, given) : Task.CompletedTask;

    /// <inheritdoc/>
    public void Recorded(RunEvent entry)
    {
        if (Text(entry) is { } text)
        {
            Say(text);
        }
    }

    /// <summary>What is going on.</summary>
    public void Say(string text) => messages.Writer.TryWrite(Utf8Length.CutEnd(Sanitizer.Line(text), MessageBytes));

    /// <summary>Everything is sent that was said: an answer comes after its progress.</summary>
    public async ValueTask DisposeAsync()
    {
        messages.Writer.TryComplete();
        await sending;
    }

    internal static string? Text(RunEvent entry) => entry switch
    {
        RunStarted started => $"run {started.Run.Id}",
        HostsSelected selected => $"hosts: {string.Join(", ", selected.Hosts)}",
        PhaseStarted started => $"{Place(started.Phase, started.Host)}: started",
        PhaseFinished finished => $"{Place(finished.Phase, finished.Host)}: {EnumText.Lower(finished.Status)}"
            + (finished.SkippedBecause is { } reason ? $" ({reason})" : string.Empty),
        FailureFound found => $"failure: {found.Failure.Code}: {found.Failure.Message}",
        _ => null,
    };

    private static string Place(Phase phase, string? host) => host is null ? EnumText.Lower(phase) : $"{EnumText.Lower(phase)} of {host}";

    private async Task SendAsync(McpServer server, ProgressToken token)
    {
        var count = 0;
        await foreach (var message in messages.Reader.ReadAllAsync())
        {
            try
            {
                // How much there is to do is not known before the end, so there is no total.
                await server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = ++count, Message = message });
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The client has gone; the call ends by that, and not by this.
                return;
            }
        }
    }
}
