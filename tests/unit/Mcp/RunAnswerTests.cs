using System.Text;
using VmTest.Mcp.Answers;
using VmTest.Mcp.Tools;
using VmTest.Model;
using VmTest.UnitTests.Reports;

namespace VmTest.UnitTests.Mcp;

public sealed class RunAnswerTests
{
    private static IEnumerable<Report> Reports() => SampleReports.All;

    [TestCaseSource(nameof(Reports))]
    public void It_says_what_the_report_says_with_the_failures_before_the_hosts(Report report)
    {
        var answer = RunAnswer.Of(report, "/out/report.json");

        Assert.That((string?)answer["status"], Is.EqualTo(report.Status.ToString()).IgnoreCase);
        Assert.That((int)answer["exitCode"]!, Is.EqualTo(report.ExitCode));
        Assert.That(answer["failures"]!.AsArray().Count + (int)answer["moreFailures"]!, Is.EqualTo(report.Failures.Count));
        var names = answer.Select(member => member.Key).ToList();
        Assert.That(names.IndexOf("failures"), Is.LessThan(names.IndexOf("hosts")));
    }

    [TestCase("x")]
    [TestCase("\"")]
    [TestCase("ä")]
    [TestCase("🧀")]
    public void Whatever_failed_and_however_many_hosts_there_are_it_has_at_most_four_kilobytes_and_the_first_failure(string letter)
    {
        var text = string.Concat(Enumerable.Repeat(letter, 2000));
        var failure = Samples.Failure with
        {
            Message = text,
            Host = text,
            Hint = text,
            Subject = new Subject(SubjectKind.Unit, text),
            Location = new SourceLocation(text + "/web.nix", 12, 3),
            Related = [.. Enumerable.Repeat(new RelatedPlace(text, 1, 1, text), 20)],
            Excerpt = [.. Enumerable.Repeat(text, 30)],
        };
        var report = SampleReports.UnitFailed with
        {
            Failures = [.. Enumerable.Repeat(failure, 50)],
            Warnings = [.. Enumerable.Repeat(failure, 50)],
            Hosts = [.. Enumerable.Repeat(SampleReports.UnitFailed.Hosts[0] with { Name = text }, 100)],
        };

        var answer = RunAnswer.Of(report, "/" + text);

        Assert.That(Encoding.UTF8.GetByteCount(answer.ToJsonString()), Is.LessThanOrEqualTo(4096));
        Assert.That((string?)answer["failures"]![0]!["code"], Is.EqualTo(failure.Code));
        Assert.That((string?)answer["failures"]![0]!["place"], Does.EndWith("/web.nix:12:3"));
        Assert.That(answer["failures"]!.AsArray().Count + (int)answer["moreFailures"]!, Is.EqualTo(50));
    }

    [TestCase("list_hosts")]
    [TestCase("check")]
    [TestCase("test")]
    [TestCase("explain")]
    [TestCase("read_log")]
    public void Every_tool_says_what_it_takes_and_gives(string name)
    {
        var tool = ToolDefinition.Read(name);

        Assert.That(tool.Name, Is.EqualTo(name));
        Assert.That(tool.Description, Has.Length.InRange(20, 400));
        Assert.That(tool.InputSchema.GetProperty("properties").EnumerateObject()
            .Where(property => !property.Value.TryGetProperty("description", out _)), Is.Empty);
        Assert.That(tool.OutputSchema, Is.Not.Null);
        Assert.That(tool.Annotations!.DestructiveHint, Is.False);
    }
}
