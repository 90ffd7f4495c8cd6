using VmTest.Guest.Verdicts;
using VmTest.Nix;

namespace VmTest.UnitTests.Guest;

public sealed class ProbeLossTests
{
    [TestCase("257.6", false, true)]
    [TestCase("256", false, true)]
    [TestCase("258~rc1", false, true)]
    [TestCase("255.4", true, true)]
    [TestCase("255.4", false, false)]
    [TestCase("unknown", false, false)]
    [TestCase(null, false, false)]
    public void The_console_decides_alone_only_where_no_probe_could_be_handed_over(string? systemd, bool isModule, bool isFailure)
    {
        var evaluation = new HostEvaluation
        {
            Toplevel = "/nix/store/x",
            ToplevelDrv = "/nix/store/x.drv",
            Systemd = systemd,
            ProbeIsModule = isModule
        };

        Assert.That(ProbeLoss.IsFailure(evaluation), Is.EqualTo(isFailure));
        Assert.That(ProbeLoss.Explain("web", evaluation).Message, Does.Contain(isFailure ? "is no success" : "alone decides"));
    }
}
