using VmTest.Runs;
using VmTest.Text;

namespace VmTest.Nix;

/// <summary>Says while Nix runs what it does, with counts and elapsed time: live on a terminal, else a line now and then.</summary>
internal sealed class NixHeartbeat : IAsyncDisposable
{
    private readonly RunSession session;
    private readonly NixCall call;
    private readonly NixLogReader reader;
    private readonly long started;
    private readonly ITimer timer;

    public NixHeartbeat(RunSession session, NixCall call, NixLogReader reader)
    {
        this.session = session;
        this.call = call;
        this.reader = reader;
        started = session.Time.GetTimestamp();
        reader.Began += text => session.Console.Detail(text, call.Host);
        var period = session.Console.Live ? Limits.LiveView : Limits.Heartbeat;
        timer = session.Time.CreateTimer(_ => Tell(), null, period, period);
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        session.Console.EndStatus(call.Host);
    }

    private void Tell()
    {
        var doing = reader.Progress.Text();
        var text = $"{call.Purpose}: {(doing.Length > 0 ? doing : "evaluating")}, {Duration.Text(session.Time.GetElapsedTime(started))}";
        session.Console.Status(text, call.Host);
    }
}
