using System.Text;
using VmTest.Ci.GitHub;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Reports;

namespace VmTest.UnitTests.Ci.GitHub;

public sealed class JobSummaryTests
{
    private const string Pointer = "**the rest is elsewhere**";

    [Test]
    public void A_report_that_fits_is_shown_as_it_is()
    {
        var report = MarkdownRendering.Render(SampleReports.UnitFailed);

        Assert.That(JobSummary.Fit(report, 1 << 20, Pointer), Is.EqualTo(report));
    }

    [Test]
    public void A_larger_one_is_cut_between_lines_with_a_pointer_to_the_rest_and_no_open_block([Range(0, 2400, 37)] int bytes)
    {
        var report = MarkdownRendering.Render(SampleReports.UnitFailed);

        var summary = JobSummary.Fit(report, bytes, Pointer);

        Assert.That(Encoding.UTF8.GetByteCount(summary), Is.LessThanOrEqualTo(bytes));
        if (summary.Length > 0 && summary != report)
        {
            Assert.That(summary, Does.EndWith(Pointer + "\n"));
            Assert.That(summary.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2, Is.Zero);
            var kept = summary[..^(Pointer.Length + 1)].Split('\n').TakeWhile(line => line != "```").ToList();
            Assert.That(report.Split('\n').Take(kept.Count - 2), Is.EqualTo(kept.SkipLast(2)));
        }
    }

    [Test]
    public void Letters_count_as_the_bytes_that_they_take()
    {
        var text = string.Concat(Enumerable.Repeat(new string('漢', 100) + "\n", 100));

        Assert.That(Encoding.UTF8.GetByteCount(JobSummary.Fit(text, 10_000, Pointer)), Is.InRange(9_000, 10_000));
    }
}
