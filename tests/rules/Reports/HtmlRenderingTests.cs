using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Reports;

public sealed class HtmlRenderingTests
{
    private const int GreatestBytes = 2 << 20;

    private static readonly string[] HostileTexts =
    [
        "</pre></code></td></script></style></title><script>alert(1)</script>", "\" onload=\"alert(1)\" x=\"",
        "<img src=x onerror=alert(1)>", "javascript:alert(1)", "<!--", "]]>", "&lt;b&gt;",
        "{{x}}", "\u202Egnp.exe", "a\u0000\u001b[31mb", "\ud800", "../../../../etc/passwd", "'; rm -rf / #",
    ];

    [TestCaseSource(nameof(HostileTexts))]
    public async Task Hostile_text_stays_text(string hostile)
    {
        using var folder = new TemporaryFolder();
        var page = HtmlRendering.Render(Pages.Hostile(folder, hostile), folder.Path);
        var plain = HtmlRendering.Render(Pages.Hostile(folder, "x"), folder.Path);

        // As XML, and as HTML by another's parser: the same tags with the same attributes as a page of harmless text has.
        Assert.That(Tags(XDocument.Parse(page)), Is.EqualTo(Tags(XDocument.Parse(plain))));
        Assert.That(await HtmlTagsAsync(folder, page), Is.EqualTo(await HtmlTagsAsync(folder, plain)));
    }

    [Test]
    public void Whatever_is_said_the_page_has_the_same_elements() => Properties.ForAll(Properties.Texts, text =>
    {
        using var folder = new TemporaryFolder();
        var expected = Tags(XDocument.Parse(HtmlRendering.Render(Pages.Hostile(folder, "x"), folder.Path)))
            .Where(tag => !tag.StartsWith("option", StringComparison.Ordinal));
        Assert.That(Tags(
            XDocument.Parse(HtmlRendering.Render(Pages.Hostile(folder, $"x{text}"), folder.Path))).Where(tag =>
                !tag.StartsWith("option", StringComparison.Ordinal)), Is.EqualTo(expected));
    }, attempts: 50);

    [Test]
    public void A_page_loads_nothing_and_lets_only_its_own_script_act()
    {
        using var folder = new TemporaryFolder();
        var page = XDocument.Parse(HtmlRendering.Render(Pages.Ordinary(folder), folder.Path));
        var policy = page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy")
            .Attribute("content")!.Value;

        Assert.That(policy, Does.StartWith("default-src 'none'; img-src data:; style-src 'sha256-").And.Not.Contain("unsafe"));
        Assert.That(page.Descendants().Attributes("src").Select(source => source.Value), Is.All.StartsWith("data:image/png;base64,"));
        Assert.That(page.Descendants().Attributes("href").Select(link => link.Value), Has.All.Not.Contain(":"));
        Assert.That(page.Descendants().Attributes().Where(
            attribute =>
                attribute.Name.LocalName == "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Script_and_style_are_the_same_text_in_HTML_and_in_XML()
    {
        using var folder = new TemporaryFolder();
        var page = XDocument.Parse(HtmlRendering.Render(Pages.Ordinary(folder), folder.Path));

        Assert.That(page.Descendants().Where(
            element => element.Name == "script"
                || element.Name == "style").Select(element =>
                    element.Value), Has.Exactly(2).Items.And.All.Not.Contains("<").And.All.Not.Contains("&").And.All.Not.Contains(">"));
    }

    [Test]
    public void A_failed_run_shows_what_there_is_to_know()
    {
        using var folder = new TemporaryFolder();
        var page = XDocument.Parse(HtmlRendering.Render(Pages.Ordinary(folder), folder.Path), LoadOptions.PreserveWhitespace);
        var text = page.Root!.Value;
        var consequence = page.Descendants("a")
            .Single(link => ((string?)link.Attribute("href"))?.StartsWith("#failure-", StringComparison.Ordinal) == true);

        Assert.Multiple(() =>
        {
            Assert.That(page.Descendants("h1").Single().Value, Does.Contain("failure"));
            Assert.That(page.Descendants("h2").Select(heading => heading.Value.Trim()),
                Is.EqualTo(new[] { "Hosts and phases", "Failures", "Warnings", "Host web failure", "Host db success", "Run" }));
            Assert.That(page.Descendants().Attributes("id").Select(id => id.Value),
                Does.Contain(consequence.Attribute("href")!.Value[1..]).And.Unique);
            Assert.That(page.Descendants("mark").Select(mark => ((string)mark.Attribute("class")!, mark.Value)),
                Does.Contain(("bad", "[    9.700] [FAILED] Failed to start nginx.service - Web server.")));
            Assert.That(page.Descendants().Count(element => element.Name.LocalName == "svg"), Is.EqualTo(1));
            Assert.That(page.Descendants("img").ToList(), Has.Count.EqualTo(1));
            Assert.That(page.Descendants("tr").Select(row => (string?)row.Attribute("data-state")).Where(state => state is not null),
                Is.EqualTo(new[] { "failed", "active", "active" }));
            Assert.That(text, Does.Contain("./build.sh --target=VmTest --flake=/home/someone/machines --host=web,db --accel=tcg"));
            Assert.That(text, Does.Contain("process 17"), "what was left behind");
            Assert.That(text, Does.Contain("Fix nginx.service."));
        });
    }

    [Test]
    public void Every_kind_of_run_has_a_page_also_without_its_files()
    {
        using var folder = new TemporaryFolder();

        Assert.That(SampleReports.All.Select(report => XDocument.Parse(HtmlRendering.Render(report, folder.Path)).Root!.Name.LocalName),
            Is.All.EqualTo("html"));
    }

    [Test]
    public void A_file_outside_the_runs_folder_is_not_shown()
    {
        using var folder = new TemporaryFolder();
        folder.Write("secret.log", "[    1.000] secret\n");
        var report = Pages.Ordinary(folder);
        folder.Write("run/x", string.Empty);
        File.CreateSymbolicLink(folder.Below("run/link.log"), folder.Below("secret.log"));

        foreach (var path in new[] { "../secret.log", folder.Below("secret.log"), "link.log" })
        {
            var page = HtmlRendering.Render(report with
            {
                Hosts = [report.Hosts[0] with { Artifacts = new Dictionary<string,
                string> { ["console"] = path } }]
            }, folder.Below("run"));
            Assert.That(page, Does.Not.Contain("[    1.000] secret"), path);
        }
    }

    [TestCase(1)]
    [TestCase(40)]
    public void However_much_there_is_the_page_stays_small_and_is_made_at_once(int hosts)
    {
        using var folder = new TemporaryFolder();
        var report = Pages.Large(folder, hosts);
        var watch = Stopwatch.StartNew();

        var page = HtmlRendering.Render(report, folder.Path);

        TestContext.Out.WriteLine($"{hosts} hosts: {Encoding.UTF8.GetByteCount(page)} bytes in {watch.ElapsedMilliseconds} ms");
        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThan(GreatestBytes));
        Assert.That(XDocument.Parse(page).Descendants("section").ToList(), Has.Count.GreaterThanOrEqualTo(hosts));
    }

    private static List<string> Tags(XDocument page) =>
        [.. page.Descendants().Select(
            element => $"{element.Name.LocalName} "
                + $"{string.Join(' ', element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => attribute.Name.LocalName))}")];

    private static async Task<string> HtmlTagsAsync(TemporaryFolder folder, string page)
    {
        var file = folder.Write("page.html", page);
        var (exitCode, output) = await Command.RunAsync("/usr/bin/python3", Repository.Below("tests/rules/oracle/html-tags.py"), file);
        return exitCode == 0 ? output : throw new InvalidOperationException(output);
    }
}
