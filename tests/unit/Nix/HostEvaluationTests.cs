using VmTest.Nix;
using VmTest.Reporting;

namespace VmTest.UnitTests.Nix;

public sealed class HostEvaluationTests
{
    [TestCase("257.9", true)]
    [TestCase("256", true)]
    [TestCase("257~rc1", true)]
    [TestCase("255.4", false)]
    [TestCase("252.39-1~deb12u1", false)]
    [TestCase("unknown", true)]
    [TestCase(null, true)]
    public void Units_from_outside_are_taken_since_systemd_256_and_assumed_where_the_version_is_not_told(string? version, bool takes)
    {
        var evaluation = new HostEvaluation { ToplevelDrv = "a", Toplevel = "b", VmDrv = "c", Vm = "d", Systemd = version };

        Assert.That(evaluation.TakesUnitCredentials, Is.EqualTo(takes));
    }

    [Test]
    public void What_is_only_told_may_be_missing()
    {
        var evaluation = Json.Read<HostEvaluation>("""{"toplevelDrv":"a","toplevel":"b","vmDrv":"c","vm":"d","version":null,"kernel":null,"systemd":null,"defaultUnit":null,"desktop":null}""");

        Assert.That(evaluation, Is.EqualTo(new HostEvaluation { ToplevelDrv = "a", Toplevel = "b", VmDrv = "c", Vm = "d" }));
    }
}
