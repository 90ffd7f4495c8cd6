using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Reports;

/// <summary>Test results are read by Python's XML parser (expat) as they were meant.</summary>
public sealed class JUnitOracleTests
{
    private static readonly string[] HostileTexts =
    [
        "]]></system-out></testsuite><testsuite>", "<!DOCTYPE x []>&e;", "\0\u0001\u001b[31mred\uFFFE\ud800", "\r\n\u0085\u2028",
        "\u202Etxt",
    ];

    [Test]
    public async Task Another_parser_sees_the_same_suites_and_outcomes()
    {
        var failed = await ReadAsync(SampleReports.UnitFailed);
        var passed = await ReadAsync(SampleReports.Success);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Properties().Select(suite => suite.Name), Is.EqualTo(new[] { "web", "db" }));
            Assert.That(Counts(failed["web"]!), Is.EqualTo("passed 6, failure 3, error 0, skipped 1"));
            Assert.That(Counts(failed["db"]!), Is.EqualTo("passed 6, failure 0, error 0, skipped 0"));
            Assert.That(failed["web"]!.Value<string>("output"), Does.Contain(Samples.Failure.Excerpt[0]));
            Assert.That(Counts(passed["web"]!), Is.EqualTo("passed 7, failure 0, error 0, skipped 1"));
        });
    }

    [TestCaseSource(nameof(HostileTexts))]
    public async Task Another_parser_reads_hostile_text_as_text(string hostile)
    {
        using var folder = new TemporaryFolder();
        var read = await ReadAsync(Pages.Hostile(folder, hostile));
        var plain = await ReadAsync(Pages.Hostile(folder, "x"));

        Assert.That(Outcomes(read), Is.EqualTo(Outcomes(plain)));
    }

    private static async Task<JObject> ReadAsync(Report report)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await Command.RunAsync("/usr/bin/python3", Repository.Below("tests/rules/oracle/junit.py"),
            folder.Write("junit.xml", JUnitRendering.Render(report)));
        Assert.That(exitCode, Is.Zero, output);
        return JObject.Parse(output);
    }

    private static IEnumerable<string> Outcomes(JObject suites) => suites.Properties().Select(suite => Counts(suite.Value));

    private static string Counts(JToken suite) =>
        string.Join(", ", new[] { "passed", "failure", "error", "skipped" }.Select(name => $"{name} {suite.Value<int>(name)}"));
}
