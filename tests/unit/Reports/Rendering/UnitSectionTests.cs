using System.Xml.Linq;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

/// <summary>The list of units and the failures say the same.</summary>
public sealed class UnitSectionTests
{
    private const string Units = """
        [
          {"Id":"well.service","ActiveState":"active","SubState":"running"},
          {"Id":"top.service","ActiveState":"inactive","SubState":"dead"},
          {"Id":"base.service","ActiveState":"failed","SubState":"failed"},
          {"Id":"may.service","ActiveState":"failed","SubState":"failed"},
          {"Id":"idle.service","ActiveState":"inactive","SubState":"dead"}
        ]
        """;

    private readonly TemporaryFolder folder = new();

    private static Failure Base => About("runtime.unit-failed", "base.service", "b");

    private static Report Report => SampleReports.UnitFailed with
    {
        Failures = [Base, About(FailureCodes.DependencyFailed, "top.service", "t") with { CausedBy = "b" }],
        Warnings =
        [
            About("runtime.unit-ended", "well.service", "w"),
            About("runtime.unit-failed", "may.service", "m") with { Allowed = true },
        ],
        Hosts = [SampleReports.UnitFailed.Hosts[0] with
        {
            Boot = Samples.Boot with
            {
                Units = Samples.Boot.Units! with { Failed = ["base.service", "may.service"], Allowed = ["may.service"] },
            },
            Artifacts = new Dictionary<string, string> { ["units"] = "web/units.json" },
        }],
    };

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_unit_is_shown_as_its_failure_says_and_leads_to_it()
    {
        folder.Write("web/units.json", Units);

        var page = XDocument.Parse(HtmlRendering.Render(Report, folder.Path));

        var rows = page.Descendants("tr").Where(row => row.Attribute("data-state") is not null).ToList();
        Assert.That(rows.Select(row => row.Element("th")!.Value), Is.EqualTo(new[]
            { "base.service", "top.service", "may.service", "idle.service", "well.service" }));
        Assert.That(rows.Select(row => row.Elements("td").First().Value), Is.EqualTo(new[]
        {
            "failed (failed): why", "not started (dead) because of base.service: more", "failed, allowed (failed): why", "inactive (dead)",
            "active (running)",
        }));
        Assert.That(rows.SelectMany(row => row.Descendants("a")).Select(link => link.Attribute("href")!.Value), Is.EqualTo(new[]
            { "#failure-1", "#failure-1", "#failure-2", "#warning-2" }));
        var places = page.Descendants("article").Select(article => $"#{article.Attribute("id")!.Value}");
        Assert.That(places, Is.EqualTo(new[] { "#failure-1", "#failure-2", "#warning-1", "#warning-2" }));
    }

    [Test]
    public void The_report_in_Markdown_says_the_same() =>
        Assert.That(MarkdownRendering.Render(Report), Does.Contain(
            "- failed: `base.service`\n- failed, allowed: `may.service`\n- not started: `top.service` because of `base.service`\n"));

    private static Failure About(string code, string unit, string fingerprint) => Samples.Failure with
    {
        Code = code,
        Host = SampleReports.UnitFailed.Hosts[0].Name,
        Subject = new Subject(SubjectKind.Unit, unit),
        Fingerprint = fingerprint,
        CausedBy = null,
        Allowed = null,
    };
}
