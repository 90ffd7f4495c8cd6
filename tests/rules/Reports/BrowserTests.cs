using VmTest.Reports.Rendering;
using VmTest.UnitTests.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Reports;

/// <summary>The page in a real browser.</summary>
[NonParallelizable]
public sealed class BrowserTests
{
    private const int PngHeaderWidth = 16;

    // What a message of the page's console begins with in the browser's log; refusals of the page's policy are among them.
    private const string ConsoleMark = ":CONSOLE";

    [TestCase(400, 900)]
    [TestCase(1400, 2400)]
    public async Task The_page_is_shown_without_a_complaint(int width, int height)
    {
        using var folder = new TemporaryFolder();
        var page = folder.Write("report.html", HtmlRendering.Render(Pages.Ordinary(folder), folder.Path));
        var picture = folder.Below("page.png");

        var output = await OpenAsync(folder, page, $"--screenshot={picture}", $"--window-size={width},{height}");

        Assert.That(output, Does.Not.Contain(ConsoleMark));
        Assert.That(Width(await File.ReadAllBytesAsync(picture)), Is.EqualTo(width));
    }

    [Test]
    public async Task The_pages_script_runs_and_any_other_is_refused()
    {
        using var folder = new TemporaryFolder();
        var report = HtmlRendering.Render(Pages.Ordinary(folder), folder.Path);
        var page = folder.Write(
            "report.html", report.Replace("</body>", "<script>document.title = 'taken over'</script></body>", StringComparison.Ordinal));

        var output = await OpenAsync(folder, page, "--dump-dom");

        Assert.That(output, Does.Contain(">3 of 3 units</output>"), "the filter counts what it shows");
        Assert.That(output, Does.Not.Contain("<title>taken over"));
        Assert.That(output, Does.Contain(ConsoleMark).And.Contain("Content Security Policy"),
            "a refusal is seen here, so that its absence means something above");
    }

    private static async Task<string> OpenAsync(TemporaryFolder folder, string page, params string[] arguments)
    {
        var (exitCode, output) = await Command.RunAsync("chromium",
            [.. Browser.Quiet(folder), "--enable-logging=stderr", .. arguments, new Uri(page).AbsoluteUri]);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    /// <summary>Bytes 16 to 19 of a PNG: the width, the most significant byte first.</summary>
    private static int Width(byte[] png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(PngHeaderWidth));
}
