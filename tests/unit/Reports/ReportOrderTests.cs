using System.Text;
using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.UnitTests.Reports;

/// <summary>Who reads only the beginning of a report has what matters.</summary>
public sealed class ReportOrderTests
{
    private const int Beginning = 2048;

    [Test]
    public void What_matters_stands_first() => Assert.That(
        JObject.Parse(Json.Document(SampleReports.UnitFailed)).Properties().Select(member => member.Name), Is.EqualTo(new[]
        {
            "schemaVersion", "tool", "status", "exitCode", "failedPhase", "failures", "warnings", "run", "phases", "hosts", "cleanup",
            "usage",
        }));

    [Test]
    public void Members_stand_in_the_order_of_the_schema()
    {
        var schema = JObject.Parse(Resources.Text(Resources.ReportSchema));
        var report = JObject.Parse(Json.Document(SampleReports.Everything));

        Assert.That(Names(report), Is.EqualTo(Names(schema["properties"]!).Intersect(Names(report))));
        Assert.That(Names(report["failures"]![0]!), Is.EqualTo(Names(schema["$defs"]!["failure"]!["properties"]!)));
    }

    [Test]
    public void Of_ten_hosts_that_fail_the_first_failure_is_within_the_first_2_KB_of_the_report()
    {
        string[] hosts = [.. Enumerable.Range(0, 10).Select(index => $"host{index}")];
        var script = new EventScript().Phase(Phase.Preflight, PhaseStatus.Passed).Hosts(hosts)
            .Passed(Phase.Evaluate, Phase.Boot, hosts);
        foreach (var host in hosts)
        {
            // Excerpts as long as they get.
            var excerpt = Enumerable.Repeat(new string('x', Limits.ReportTextLength), Limits.ExcerptLines);
            var finding = Samples.Finding with { Host = host, Excerpt = [.. excerpt] };
            script.Then(new FailureFound(FailureMaker.Make(finding)))
                .Then(new PhaseFinished(Phase.Runtime, host, PhaseStatus.Failed));
        }

        var document = Encoding.UTF8.GetBytes(Json.Document(script.Finished().Report));
        var beginning = Encoding.UTF8.GetString(document.AsSpan(0, Beginning));

        Assert.That(document, Has.Length.GreaterThan(10 * Beginning));
        foreach (var text in new[] { "\"status\": \"failure\"", "\"exitCode\": 60", "\"failedPhase\": \"runtime\"", Samples.Failure.Message,
            Samples.Failure.Hint!, "\"file\": \"hosts/web.nix\"", "\"line\": 12", "\"fingerprint\"" })
        {
            Assert.That(beginning, Does.Contain(text));
        }
    }

    private static IEnumerable<string> Names(JToken value) => ((JObject)value).Properties().Select(member => member.Name);
}
