using VmTest.Guest;
using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class WantedUnitsTests
{
    private const string Target = """[{"Id":"graphical.target","ActiveState":"active"}]""";
    private static readonly string[] Graphical = [
        "Id=graphical.target", "ActiveState=active", "LoadState=loaded", "Requires=multi-user.target", "Wants=greeter.service"];
    private static readonly string[] MultiUser = [
        "Id=multi-user.target", "ActiveState=active", "LoadState=loaded", "Wants=web.service masked.service missing.service"];
    private static readonly string[] Masked = ["Id=masked.service", "LoadState=masked", "ActiveState=inactive"];
    private static readonly string[] Missing = ["Id=missing.service", "LoadState=not-found", "ActiveState=inactive"];

    [TestCase("LoadState=loaded", "ActiveState=active", "InactiveExitTimestampMonotonic=5")]
    [TestCase("LoadState=loaded", "ActiveState=inactive", "InactiveExitTimestampMonotonic=5", "Result=success")]
    [TestCase("LoadState=loaded", "ActiveState=inactive", "ConditionResult=no", "ConditionTimestampMonotonic=5")]
    [TestCase("LoadState=loaded", "ActiveState=inactive", "ConflictedBy=greeter.service")]
    [TestCase("LoadState=loaded", "ActiveState=activating", "InactiveExitTimestampMonotonic=5")]
    public void A_wanted_unit_that_is_up_or_has_a_reason_not_to_be_is_well(params string[] web) =>
        Assert.That(RuntimeVerdict.Judge(Boot(web), []), Is.Empty);

    [TestCase(FailureCodes.UnitFailed, "unit file", "LoadState=bad-setting", "ActiveState=inactive")]
    [TestCase(FailureCodes.UnitFailed, "Assert", "LoadState=loaded", "ActiveState=inactive", "AssertResult=no",
        "AssertTimestampMonotonic=5")]
    [TestCase(FailureCodes.UnitPending, "never started", "LoadState=loaded", "ActiveState=inactive")]
    [TestCase(FailureCodes.UnitPending, "never started", "LoadState=loaded", "ActiveState=inactive", "ConflictedBy=shutdown.target")]
    public void A_wanted_unit_that_was_left_out_is_a_failure_though_systemd_counts_none(string code, string words, params string[] web)
    {
        var failure = RuntimeVerdict.Judge(Boot(web), []).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Code, Is.EqualTo(code));
            Assert.That(failure.Subject!.Name, Is.EqualTo("web.service"));
            Assert.That(failure.Message, Does.Contain(words));
        }
    }

    [TestCase("simple", true)]
    [TestCase("notify", true)]
    [TestCase("oneshot", false)]
    [TestCase("dbus", false)]
    public void A_program_that_ends_by_itself_is_doubtful_where_it_was_to_stay(string type, bool doubtful)
    {
        var boot = Boot(
            ["LoadState=loaded", "ActiveState=inactive", "Result=success", "InactiveExitTimestampMonotonic=5", "ExecMainCode=1",
                "ExecMainStatus=0", $"Type={type}"]);

        Assert.That(
            RuntimeVerdict.Doubts(boot).Select(doubt => doubt.Subject!.Name), doubtful ? Is.EqualTo(new[] { "web.service" }) : Is.Empty);
    }

    [Test]
    public void A_required_unit_is_found_by_any_of_its_names()
    {
        var boot = new Evidence()
            .Units(["Id=greetd.service", "Names=greetd.service display-manager.service", "LoadState=loaded", "ActiveState=active"]).Boot;

        Assert.That(RuntimeVerdict.Judge(boot, ["display-manager.service"]), Is.Empty);
    }

    private static BootEvidence Boot(string[] web) => new Evidence()
        .Units(Graphical, MultiUser, Masked, Missing, ["Id=greeter.service", "LoadState=loaded", "ActiveState=active"],
            ["Id=web.service", .. web])
        .Says("target", Target).Boot;
}
