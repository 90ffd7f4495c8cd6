using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Nix;

/// <summary>Says while Nix runs what it does, with counts and elapsed time: live on a terminal, else a line now and then.</summary>
internal sealed class NixHeartbeat : IAsyncDisposable
{
    private readonly IRunLog log;
    private readonly UsualTimes usual;
    private readonly TimeProvider time;
    private readonly NixCall call;
    private readonly NixLogReader reader;
    private readonly long started;
    private readonly ITimer timer;

    public NixHeartbeat(IRunLog log, UsualTimes usual, TimeProvider time, NixCall call, NixLogReader reader)
    {
        this.log = log;
        this.usual = usual;
        this.time = time;
        this.call = call;
        this.reader = reader;
        started = time.GetTimestamp();
        reader.Began += text => log.Detail(text, call.Log.Host);
        var period = log.Live ? Limits.LiveView : Limits.Heartbeat;
        timer = time.CreateTimer(_ => Tell(), null, period, period);
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        log.EndStatus(call.Log.Host);
    }

    private void Tell()
    {
        var doing = reader.Progress.Text();
        var text = $"{call.Purpose}: {(doing.Length > 0 ? doing : "evaluating")}, {Duration.Text(time.GetElapsedTime(started))}";
        log.Status(usual.Text(call.Log.Host) is { } phase ? $"{phase} │ {text}" : text, call.Log.Host);
    }
}
