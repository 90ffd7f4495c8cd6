using Microsoft.Extensions.Time.Testing;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Record;

public sealed class UsualTimesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly UsualTimes usual;

    public UsualTimesTests() => usual = new UsualTimes(time);

    [Test]
    public void A_phase_is_shown_beside_its_usual_time_as_long_as_it_goes_on()
    {
        usual.Begin(Phase.Boot, "web", TimeSpan.FromSeconds(18));
        time.Advance(TimeSpan.FromSeconds(12));
        Assert.That(usual.Text("web"), Is.EqualTo("boot 12.0 s of usually 18.0 s"));
        Assert.That(usual.Text("db"), Is.Null);

        usual.End("web");
        Assert.That(usual.Text("web"), Is.Null);
    }

    [Test]
    public void What_is_not_known_or_takes_a_moment_is_not_said()
    {
        usual.Begin(Phase.Boot, "web", null);
        usual.Begin(Phase.Install, "db", TimeSpan.FromMilliseconds(300));
        usual.Begin(Phase.Evaluate, null, TimeSpan.FromSeconds(18));

        Assert.That(new[] { usual.Text("web"), usual.Text("db"), usual.Text(null) }, Is.All.Null);
    }

    [Test]
    public async Task While_Nix_runs_its_line_begins_with_the_phase_and_its_usual_time()
    {
        var log = new SaidLog();
        await using var file = new PhaseLog(null, null, "web/nix.log", "web");
        var call = new NixCall { Purpose = "build of web", Program = NixCall.Store, Arguments = [], Log = file };
        usual.Begin(Phase.Build, "web", TimeSpan.FromSeconds(200));
        await using (new NixHeartbeat(log, usual, time, call, new NixLogReader(TextWriter.Null, 0, time)))
        {
            time.Advance(Limits.Heartbeat);
        }

        Assert.That(log.Lines[0], Does.Match(@"^status: build [\d.]+ s of usually 3 min 20 s │ build of web: "));
    }
}
