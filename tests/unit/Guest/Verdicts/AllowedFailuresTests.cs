using VmTest.Guest;
using VmTest.Guest.Verdicts;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class AllowedFailuresTests
{
    private static readonly string[] Failed = Unit("acme-a.service", "failed", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=1");
    private static readonly string[] Healthy = Unit("sshd.service", "active");

    [Test]
    public void A_unit_that_may_fail_is_a_warning_with_its_cause_and_nothing_is_left_to_fail_the_host()
    {
        var boot = new Evidence().Units(Failed, Healthy).Says("state", "\"degraded\"").Boot;

        var (failures, warnings) = Split(boot, ["acme-*.service"]);

        Assert.That(failures, Is.Empty);
        Assert.That(warnings.Select(warning => (warning.Code, warning.Subject?.Name, warning.Allowed)),
            Is.EqualTo(new[] { (FailureCodes.UnitFailed, "acme-a.service", true) }));
        Assert.That(warnings[0].Message, Does.Contain("exit status 1"));
    }

    [Test]
    public void Another_unit_beside_it_still_fails_the_host()
    {
        var boot = new Evidence().Units(Failed, Unit("web.service", "failed", "Result=exit-code")).Boot;

        var (failures, warnings) = Split(boot, ["acme-*.service"]);

        Assert.That(failures.Single().Subject?.Name, Is.EqualTo("web.service"));
        Assert.That(warnings.Single().Subject?.Name, Is.EqualTo("acme-a.service"));
    }

    [TestCase("acme-a.service", 1, 1)]
    [TestCase("acme-a.service,web.service", 0, 2)]
    public void What_depends_on_it_is_a_failure_unless_it_may_fail_too(string patterns, int failing, int allowed)
    {
        var boot = new Evidence().JobFailed("web.service", "dependency")
            .Units(Failed, Unit("web.service", "inactive", "Requires=between.target"), Unit("between.target", "inactive", "Requires=acme-a.service"))
            .Boot;

        var (failures, warnings) = Split(boot, patterns.Split(','));

        Assert.That((failures.Count, warnings.Count(warning => warning.Allowed)), Is.EqualTo((failing, allowed)));
        var dependent = failures.Concat(warnings).Single(finding => finding.Code == FailureCodes.DependencyFailed);
        Assert.That(dependent.CausedBy?.Subject?.Name, Is.EqualTo("acme-a.service"));
    }

    [Test]
    public void A_unit_that_is_required_may_never_fail()
    {
        var boot = new Evidence().Units(Failed).Boot;

        var (failures, _) = Split(boot, ["acme-*.service"], "acme-a.service");

        Assert.That(failures.Single().Subject?.Name, Is.EqualTo("acme-a.service"));
    }

    [TestCase(3, 1, 1)]
    [TestCase(4, 0, 0)]
    public void A_common_cause_is_allowed_only_where_each_of_its_units_is(int allowedUnits, int failing, int causes)
    {
        var evidence = new Evidence();
        string[] names = ["a.service", "b.service", "c.service", "d.service"];
        foreach (var name in names)
        {
            evidence.Journal.AddEntry(
                $$"""{"_SYSTEMD_UNIT":"{{name}}","SYSLOG_IDENTIFIER":"start","MESSAGE":"start: line 3: jq: command not found"}""");
        }

        var boot = evidence.Units([.. names.Select(name => Unit(name, "failed", "Result=exit-code"))]).Boot;

        var (failures, _) = Split(boot, [.. names.Take(allowedUnits)]);

        Assert.That(failures.Count(finding => finding.Subject?.Kind == SubjectKind.Unit), Is.EqualTo(failing));
        Assert.That(failures.Count(finding => finding.Subject?.Kind == SubjectKind.Tool), Is.EqualTo(causes));
    }

    [Test]
    public void A_circle_of_units_is_never_allowed()
    {
        var boot = new Evidence().Boot;
        var cycle = new Finding
        {
            Code = FailureCodes.OrderingCycle,
            Origin = FailureOrigin.Configuration,
            Message = "x",
            Subject = new Subject(SubjectKind.Unit, "acme-a.service"),
        };

        Assert.That(AllowedFailures.Split(boot, [cycle], ["acme-a.service"], []).Failures, Is.EqualTo(new[] { cycle }));
    }

    [Test]
    public void A_pattern_that_matches_no_unit_is_a_warning_with_the_nearest_unit()
    {
        var warning = Split(new Evidence().Units(Failed, Healthy).Boot, ["acme-b.service"]).Warnings.Single();

        Assert.That(warning.Code, Is.EqualTo(FailureCodes.AllowedUnknown));
        Assert.That(warning.Message, Does.Contain("Did you mean acme-a.service?"));
    }

    [Test]
    public void A_unit_that_is_healthy_no_longer_needs_to_be_allowed()
    {
        var warning = Split(new Evidence().Units(Healthy).Boot, ["sshd.service"]).Warnings.Single();

        Assert.That(warning.Code, Is.EqualTo(FailureCodes.AllowedHealthy));
        Assert.That(warning.Message, Does.Contain("no longer needs to be allowed"));
        Assert.That(warning.Allowed, Is.False);
    }

    [Test]
    public void Without_patterns_nothing_changes()
    {
        var (failures, warnings) = Split(new Evidence().Units(Failed, Healthy).Boot, []);

        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(warnings, Is.Empty);
    }

    private static (IReadOnlyList<Finding> Failures, IReadOnlyList<Finding> Warnings) Split(
        BootEvidence boot, IReadOnlyList<string> patterns, params string[] required) =>
        AllowedFailures.Split(boot, RuntimeVerdict.Judge(boot, required), patterns, required);

    private static string[] Unit(string name, string state, params string[] more) =>
        [$"Id={name}", "LoadState=loaded", $"ActiveState={state}", .. more];
}
