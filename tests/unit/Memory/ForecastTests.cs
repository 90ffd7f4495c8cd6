using VmTest.Memory;
using VmTest.Model;

namespace VmTest.UnitTests.Memory;

public sealed class ForecastTests
{
    [Test]
    public void What_is_still_to_come_is_said_with_its_median()
    {
        var usual = Forecast.Of([With(200_000, 18_000), With(100_000, 17_000), With(300_000, 19_000)]);

        Assert.That(Forecast.Text(usual, [Phase.Evaluate, Phase.Build, Phase.Boot], 3),
            Is.EqualTo("build 3 min 20 s, boot 18.0 s, as in the last 3 runs"));
        Assert.That(Forecast.Text(usual, [Phase.Evaluate], 3), Is.Null);
        Assert.That(Forecast.Text(Forecast.Of([]), [Phase.Build], 0), Is.Null);
    }

    private static HostRecord With(long build, long boot) => Records.Green(1) with
    {
        Phases = [new RecordedPhase(Phase.Build, PhaseStatus.Passed, build), new RecordedPhase(Phase.Boot, PhaseStatus.Passed, boot)],
    };
}
