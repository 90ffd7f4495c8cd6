using Microsoft.Extensions.Time.Testing;
using VmTest.Model;
using VmTest.Runs;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Runs;

public sealed class SlowPhaseWatchTests
{
    private readonly FakeTimeProvider time = new();
    private readonly SaidLog log = new();

    [Test]
    public void Three_times_the_usual_is_said_while_it_runs_and_once()
    {
        using var watch = SlowPhaseWatch.Begin(Phase.Boot, "web", TimeSpan.FromSeconds(20), log, time);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(log.Lines, Is.Empty);
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.That(log.Lines, Is.EqualTo(new[] { "warning: boot takes longer than 60.0 s; its usual time is 20.0 s" }));
    }

    [Test]
    public void A_phase_that_is_over_says_nothing()
    {
        SlowPhaseWatch.Begin(Phase.Boot, "web", TimeSpan.FromSeconds(20), log, time)!.Dispose();
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.That(log.Lines, Is.Empty);
    }

    [Test]
    public void What_takes_a_moment_is_not_watched_before_anybody_wonders()
    {
        using var watch = SlowPhaseWatch.Begin(Phase.Install, "web", TimeSpan.FromMilliseconds(50), log, time);
        time.Advance(TimeSpan.FromSeconds(9));

        Assert.That(log.Lines, Is.Empty);
        Assert.That(SlowPhaseWatch.Begin(Phase.Install, "web", null, log, time), Is.Null);
    }
}
