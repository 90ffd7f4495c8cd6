using System.Xml.Linq;
using Snapshooter.NUnit;
using VmTest.Model;
using VmTest.Record;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed class JUnitRenderingTests
{
    private static IEnumerable<Report> Runs => SampleReports.All;

    [Test]
    public void A_failed_run_is_rendered_as_it_was() => Snapshot.Match(JUnitRendering.Render(SampleReports.UnitFailed));

    [Test]
    public void A_successful_run_is_rendered_as_it_was() => Snapshot.Match(JUnitRendering.Render(SampleReports.Success));

    [TestCaseSource(nameof(Runs))]
    public void Every_run_fits_the_schema_and_its_counts_are_those_of_its_cases(Report report) =>
        Assert.That(JUnitFile.Problems(JUnitRendering.Render(report)), Is.Empty);

    [TestCaseSource(nameof(Runs))]
    public void A_run_is_a_success_exactly_where_no_case_failed(Report report) =>
        Assert.That(JUnitFile.Bad(Parse(report)).Any(), Is.EqualTo(report.Status != RunStatus.Success));

    [Test]
    public void Every_host_is_a_suite_with_a_case_for_each_phase()
    {
        var suites = Parse(SampleReports.UnitFailed).Root!.Elements("testsuite").ToList();

        Assert.That(suites.Select(suite => suite.Attribute("name")!.Value), Is.EqualTo(new[] { "web", "db" }));
        Assert.That(
            suites.Select(suite => suite.Elements("testcase").Where(each => each.Attribute("classname")!.Value.EndsWith(
                ".phases", StringComparison.Ordinal)).Select(each => each.Attribute("name")!.Value)),
            Is.All.EqualTo(new[] { "preflight", "evaluate", "build", "install", "boot", "runtime" }));
        Assert.That(JUnitFile.Bad(suites[1]), Is.Empty, "the host beside it passed");
    }

    [Test]
    public void A_failed_unit_is_a_failed_case_with_place_hint_and_excerpt_and_the_excerpt_is_the_suites_output()
    {
        var page = Parse(SampleReports.UnitFailed);
        var failure = Case(page, "web.units", "nginx.service").Element("failure")!;

        Assert.That(failure.Attribute("type")!.Value, Is.EqualTo(FailureCodes.UnitFailed));
        Assert.That(failure.Attribute("message")!.Value, Is.EqualTo(Samples.Failure.Message));
        Assert.That(failure.Value, Does.Contain("Place: hosts/web.nix:12:3").And.Contain("Next: Fix nginx.service.")
            .And.Contain(Samples.Failure.Excerpt[0]));
        Assert.That(page.Root!.Elements("testsuite").First().Element("system-out")!.Value, Does.Contain(Samples.Failure.Excerpt[0]));
        Assert.That(Case(page, "web.phases", "runtime").Element("failure")!.Attribute("message")!.Value, Does.EndWith("(and 1 more)"));
    }

    [TestCase("active", null)]
    [TestCase("inactive", "skipped")]
    [TestCase(null, "skipped")]
    public void A_required_unit_passes_where_it_was_seen_active(string? state, string? outcome)
    {
        var page = Parse(WithBoot(Samples.Boot with { Required = [new RequiredUnit("web.service", state)], Units = null }));

        Assert.That(Case(page, "web.units", "web.service").Elements().SingleOrDefault()?.Name.LocalName, Is.EqualTo(outcome));
    }

    [Test]
    public void A_required_unit_that_is_a_failure_is_a_failed_case()
    {
        var report = SampleReports.UnitFailed;
        var required = report with
        {
            Hosts = [report.Hosts[0] with { Boot = Samples.Boot with { Required = [new RequiredUnit("nginx.service", "failed")] } }],
        };

        Assert.That(Case(Parse(required), "web.units", "nginx.service").Element("failure"), Is.Not.Null);
    }

    [Test]
    public void A_unit_that_is_allowed_to_fail_is_a_skipped_case_and_no_failure()
    {
        var report = WithBoot(Samples.Boot with { Required = null }) with { Warnings = [Samples.Failure with { CausedBy = null }] };
        var page = Parse(report);

        Assert.That(Case(page, "web.units", "nginx.service").Element("skipped")!.Attribute("message")!.Value,
            Does.StartWith("allowed to fail: nginx.service of web failed"));
        Assert.That(JUnitFile.Bad(page), Is.Empty);
    }

    [TestCase(FailureOrigin.Configuration, "failure")]
    [TestCase(FailureOrigin.Environment, "error")]
    [TestCase(FailureOrigin.Tool, "error")]
    [TestCase(FailureOrigin.Vm, "error")]
    public void Only_what_the_configuration_is_to_blame_for_is_a_failure(FailureOrigin origin, string outcome)
    {
        var report = SampleReports.UnitFailed with { Failures = [Samples.Failure with { Origin = origin }] };

        Assert.That(JUnitFile.Bad(Parse(report)).Select(bad => bad.Name.LocalName), Is.All.EqualTo(outcome).And.Not.Empty);
    }

    [Test]
    public void A_failure_outside_every_phase_is_in_a_suite_of_its_own()
    {
        var report = SampleReports.Success with
        {
            Status = RunStatus.Failure,
            Failures = [FailureMaker.Make(FailureMaker.Defect(new InvalidOperationException("broken")))],
        };
        var page = Parse(report);

        Assert.That(Case(page, "(run).failures", FailureCodes.Internal).Element("error"), Is.Not.Null);
        Assert.That(JUnitFile.Bad(page).Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_cancelled_run_has_an_error_where_it_was_cancelled_and_skips_what_follows()
    {
        var page = Parse(SampleReports.Cancelled);

        Assert.That(
            Case(page, "web.phases", "boot").Element("error")!.Attribute("type")!.Value, Is.EqualTo(FailureCodes.CancelledBySignal));
        Assert.That(Case(page, "web.phases", "runtime").Element("skipped"), Is.Not.Null);
    }

    [TestCase("]]></system-out></testsuite>")]
    [TestCase("\" onload=\"x")]
    [TestCase("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;")]
    [TestCase("\0\u0001\u0008\u001b[31mred\uFFFE\uFFFF\ud800")]
    [TestCase("\r\n\u0085\u2028")]
    [TestCase(" ")]
    [TestCase("")]
    public void Hostile_text_stays_text(string hostile) => StaysText(hostile);

    [Test]
    public void Whatever_is_said_the_file_is_valid_and_has_the_same_elements() =>
        Properties.ForAll(Properties.Texts, StaysText, attempts: 100);

    private static void StaysText(string hostile)
    {
        using var folder = new TemporaryFolder();
        var text = JUnitRendering.Render(Pages.Hostile(folder, hostile));

        Assert.That(JUnitFile.Problems(text), Is.Empty);
        Assert.That(Elements(text), Is.EqualTo(Elements(JUnitRendering.Render(Pages.Hostile(folder, "x")))));
        Assert.That(text.Where(letter => char.IsControl(letter) && letter != '\n'), Is.Empty);
    }

    private static List<string> Elements(string text) =>
        [.. XDocument.Parse(text).Descendants().Select(element => element.Name.LocalName)];

    private static Report WithBoot(BootReport boot) =>
        SampleReports.Success with { Hosts = [SampleReports.Success.Hosts[0] with { Boot = boot }] };

    private static XElement Case(XDocument page, string group, string name) => page.Descendants("testcase").Single(
        each => each.Attribute("classname")!.Value == group && each.Attribute("name")!.Value == name);

    private static XDocument Parse(Report report) => XDocument.Parse(JUnitRendering.Render(report));
}
