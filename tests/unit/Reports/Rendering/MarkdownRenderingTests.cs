using Snapshooter.NUnit;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed class MarkdownRenderingTests
{
    [Test]
    public void A_failed_run_is_rendered_as_it_was() => Snapshot.Match(MarkdownRendering.Render(SampleReports.UnitFailed));

    [Test]
    public void A_successful_run_is_rendered_as_it_was() => Snapshot.Match(MarkdownRendering.Render(SampleReports.Success));

    [TestCase("<script>alert(1)</script>")]
    [TestCase("</pre><h1>x")]
    [TestCase("![x](https://example.org/x.png)")]
    [TestCase("[x](javascript:alert)")]
    [TestCase("`code` ``` fence")]
    [TestCase("**bold** _it_ ~~no~~")]
    [TestCase("a | b | c")]
    [TestCase("@everyone #1")]
    [TestCase("&lt;b&gt;")]
    public void No_markup_of_a_message_acts(string hostile)
    {
        var text = MarkdownRendering.Render(With(hostile));
        var line = text.Split('\n').First(each => each.StartsWith("BEGIN", StringComparison.Ordinal));

        Assert.That(Unescaped(line), Is.EqualTo($"BEGIN {hostile} END"), "what is shown is what was said");
        Assert.That(line.Replace("\\\\", string.Empty, StringComparison.Ordinal), Does.Not.Match(@"(?<!\\)[`*_\[\]|#!~@<>]"),
            "every character that could act is escaped");
    }

    [TestCase("web\n\n# heading")]
    [TestCase("web\r\n<b>")]
    [TestCase("we|b")]
    public void The_name_of_a_host_stays_in_its_place(string host)
    {
        var report = SampleReports.Success with { Hosts = [SampleReports.Success.Hosts[0] with { Name = host }] };
        var ordinary = MarkdownRendering.Render(SampleReports.Success with { Hosts = [SampleReports.Success.Hosts[0]] });
        var text = MarkdownRendering.Render(report);

        Assert.That(text.Split('\n'), Has.Length.EqualTo(ordinary.Split('\n').Length));
        Assert.That(text.Split('\n'), Has.None.StartsWith("#  heading").And.None.StartsWith("<b>"));
    }

    [TestCase("```\n</details><h1>x</h1>")]
    [TestCase("\n\n# heading")]
    [TestCase("\r- item")]
    public void An_excerpt_stays_inside_its_block(string line)
    {
        var text = MarkdownRendering.Render(With("x", line));

        Assert.That(text.Split('\n', '\r'), Has.None.Match("^(#+ heading|</details>|- item)"));
    }

    [Test]
    public void Whatever_is_said_the_rendering_has_the_same_lines() => Properties.ForAll(Properties.Texts, text =>
    {
        var expected = MarkdownRendering.Render(With("x", "x")).Split('\n').Length;
        Assert.That(MarkdownRendering.Render(With(text, text)).Split('\n'), Has.Length.EqualTo(expected));
    }, attempts: 100);

    private static Report With(string message, string excerpt = "x") => SampleReports.UnitFailed with
    {
        Failures = [Samples.Failure with { Phase = Phase.Boot, Message = $"BEGIN {message} END", Location = new SourceLocation(message),
            Excerpt = [excerpt], Hint = message, Log = new LogReference(message) }],
        Run = SampleReports.UnitFailed.Run with { Flake = new FlakeFacts(message) },
    };

    private static string Unescaped(string markdown) => markdown
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
        .Replace("\\", string.Empty, StringComparison.Ordinal);
}
