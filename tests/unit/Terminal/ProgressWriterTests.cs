using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Terminal;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Terminal;

public sealed class ProgressWriterTests
{
    private const string Path = "/out/20261123-074512-3f9a/report.json";

    private static readonly JObject Schema = JObject.Parse(File.ReadAllText(Repository.Below("schemas/vm-test-progress.schema.json")));

    private readonly StringWriter writer = new();

    [TearDown]
    public void Close() => writer.Dispose();

    private static IEnumerable<Report> Reports() => SampleReports.All;

    [Test]
    public void Every_event_that_is_written_fits_the_schema_and_the_schema_has_no_other()
    {
        var progress = new ProgressWriter(writer);
        foreach (var entry in Samples.Events)
        {
            progress.Recorded(entry with { At = Samples.Time });
        }

        progress.Verdict(SampleReports.UnitFailed, Path);

        var lines = Lines();
        Assert.That(lines.SelectMany(Problems), Is.Empty);
        Assert.That(lines.Select(line => line.Value<string>("event")),
            Is.EquivalentTo(Schema["oneOf"]!.Select(each => each.Value<string>("$ref")!.Split('/')[^1])));
    }

    [TestCaseSource(nameof(Reports))]
    public void The_verdict_says_what_the_report_says_with_the_excerpt_of_the_first_failure_alone(Report report)
    {
        new ProgressWriter(writer).Verdict(report, Path);

        var verdict = Lines().Single();
        Assert.That(Problems(verdict), Is.Empty);
        Assert.That(verdict.Value<string>("status"), Is.EqualTo(report.Status.ToString()).IgnoreCase);
        Assert.That(verdict.Value<int>("exitCode"), Is.EqualTo(report.ExitCode));
        Assert.That(verdict["failures"]!.Select(failure => failure.Value<string>("fingerprint")),
            Is.EqualTo(report.Failures.Take(VerdictLine.MostFailures).Select(failure => failure.Fingerprint)));
        Assert.That(verdict["failures"]!.Skip(1).SelectMany(failure => failure["excerpt"]!), Is.Empty);
        Assert.That(verdict.Value<string>("report"), Is.EqualTo(Path));
    }

    [Test]
    public void Of_many_failures_ten_are_in_the_verdict_and_the_others_are_counted()
    {
        new ProgressWriter(writer).Verdict(SampleReports.UnitFailed with { Failures = [.. Enumerable.Repeat(Samples.Failure, 13)] }, Path);

        var verdict = Lines().Single();
        Assert.That(Problems(verdict), Is.Empty);
        Assert.That((verdict["failures"]!.Count(), verdict.Value<int>("moreFailures")), Is.EqualTo((10, 3)));
    }

    [Test]
    public void Hostile_text_stays_one_line_of_plain_characters_and_is_no_command_of_a_workflow()
    {
        var failure = Samples.Failure with { Message = "a\n::error::b \u001b[31m ##[error] \u2028 käse 🧀" };

        new ProgressWriter(writer).Recorded(new FailureFound(failure));

        var text = writer.ToString();
        Assert.That(text.TrimEnd('\n'), Does.Not.Contain("\n").And.Not.Contain("##["));
        Assert.That(text.TrimEnd('\n').Where(letter => letter is < ' ' or > '~'), Is.Empty);
        Assert.That(Lines().Single()["failure"]!.Value<string>("message"), Does.EndWith("##[error] \u2028 käse 🧀"));
    }

    [Test]
    public void Who_begins_to_read_has_the_events_from_the_first_on_in_their_order()
    {
        using var log = EventLog.InMemory(TimeProvider.System);
        log.Write(Samples.Events[0]);
        using var record = new RunRecord(new SaidLog(), new ProgressWriter(writer));

        record.Begin(log);
        record.Write(new PhaseStarted(Phase.Preflight, null));
        record.Write(new ArtifactWritten("web", "console", "web/console.log"));
        record.Write(new PhaseFinished(Phase.Preflight, null, PhaseStatus.Passed));

        Assert.That(Lines().Select(line => line.Value<string>("event")),
            Is.EqualTo(new[] { "run-started", "phase-started", "phase-finished" }));
    }

    [Test]
    public void A_failure_in_the_schema_is_that_of_the_reports_schema()
    {
        var report = JObject.Parse(File.ReadAllText(Repository.Below("schemas/vm-test-report.schema.json")));

        foreach (var shared in (string[])["failure", "phaseName", "time", "status"])
        {
            Assert.That(JToken.DeepEquals(Schema["$defs"]![shared], report["$defs"]![shared]), Is.True, shared);
        }
    }

    /// <summary>What is wrong with a line, by the part of the schema that is for its event.</summary>
    private static IReadOnlyList<string> Problems(JObject line)
    {
        var one = new JObject { ["$ref"] = $"#/$defs/{line.Value<string>("event")}", ["$defs"] = Schema["$defs"] };
        return [.. new JsonSchemaValidator(one).Validate(line).Select(problem => $"{line.Value<string>("event")}: {problem}")];
    }

    private IReadOnlyList<JObject> Lines() => [.. writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    })];
}
