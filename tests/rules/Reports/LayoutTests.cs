using VmTest.Reports.Rendering;
using VmTest.UnitTests.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.RuleTests.Reports;

/// <summary>The page on a phone, a tablet and a screen, light and dark.</summary>
[NonParallelizable]
public sealed class LayoutTests
{
    // CSS pixels.
    private static readonly int[] Widths = [360, 390, 768, 1024, 1600];
    private const int LongestBlank = 160;

    /// <summary>What reaches beyond the right edge and cannot be scrolled to inside a part of the page.</summary>
    private const string Overflow = """
        (() => {
          const scrolls = e => { for (; e; e = e.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX)) return true; return false; };
          const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement));
          return [document.documentElement.scrollWidth > innerWidth ? 'page' : '', ...wide.map(e => `${e.tagName}: ${e.textContent.slice(0, 40)}`)].filter(Boolean);
        })()
        """;

    /// <summary>The longest stretch, from top to bottom, in which there is neither text nor picture; in CSS pixels.</summary>
    private const string Blank = """
        (() => {
          const boxes = [...document.querySelectorAll('img, svg, input, select, pre')].map(e => e.getBoundingClientRect());
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE'].includes(walker.currentNode.parentElement.tagName)) continue;
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            boxes.push(...range.getClientRects());
          }
          let [end, blank] = [0, 0];
          for (const box of boxes.filter(b => b.height > 0).sort((a, b) => a.top - b.top)) {
            blank = Math.max(blank, box.top - end);
            end = Math.max(end, box.bottom);
          }
          return Math.max(blank, document.documentElement.getBoundingClientRect().bottom - end);
        })()
        """;

    /// <summary>Values that are squeezed: narrower than a word while there is room beside them; one line for each.</summary>
    private const string Squeezed = """
        [...document.querySelectorAll('dd')].filter(e => e.textContent.length > 8 && e.getBoundingClientRect().width < 100)
          .map(e => `${e.previousElementSibling.textContent}: ${e.textContent.slice(0, 40)}`)
        """;

    private static IEnumerable<TestCaseData> Looks() =>
        from width in Widths
        from dark in new[] { false, true }
        select new TestCaseData(width, dark).SetArgDisplayNames($"{width} pixels", dark ? "dark" : "light");

    [TestCaseSource(nameof(Looks))]
    public async Task Nothing_is_cut_off_squeezed_or_pushed_away(int width, bool dark)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("report.html", HtmlRendering.Render(Pages.LongWinded(folder), folder.Path));
        await using var browser = await Browser.StartAsync(folder);

        await browser.ShowAsync(width, dark);
        await browser.OpenAsync(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await browser.EvaluateAsync("innerWidth")).GetInt32(), Is.EqualTo(width));
            Assert.That((await browser.EvaluateAsync(Overflow)).EnumerateArray().Select(each => each.GetString()), Is.Empty);
            Assert.That((await browser.EvaluateAsync(Squeezed)).EnumerateArray().Select(each => each.GetString()), Is.Empty);
            Assert.That((await browser.EvaluateAsync(Blank)).GetDouble(), Is.LessThan(LongestBlank));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_the_kernel_did_is_told_from_what_units_did_with_and_without_colour(bool dark)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("report.html", HtmlRendering.Render(Pages.LongWinded(folder), folder.Path));
        await using var browser = await Browser.StartAsync(folder);
        await browser.ShowAsync(1024, dark);
        await browser.OpenAsync(path);

        var fills = (await browser.EvaluateAsync(
            "['.stage.kernel', '.bar.started', '.bar.failed', '.bar.starting'].map(s => getComputedStyle(document.querySelector(s)).fill)"))
            .EnumerateArray().Select(each => each.GetString()).ToList();
        var stages = (await browser.EvaluateAsync("[...document.querySelectorAll('.on-stage')].map(e => e.textContent)"))
            .EnumerateArray().Select(each => each.GetString()).ToList();

        Assert.That(Distance(fills[0]!, fills[1]!), Is.GreaterThan(100), "a kernel's bar beside a unit's");
        Assert.That(fills, Is.Unique);
        Assert.That(stages, Does.Contain("kernel"), "stages carry their names");
    }

    /// <summary>Of two colours, <c>rgb(r, g, b)</c> each, in steps of 255.</summary>
    private static double Distance(string one, string other)
    {
        var (a, b) = (Parts(one), Parts(other));
        return Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

        static double[] Parts(string colour) => [.. colour.Split('(', ')')[1].Split(',').Select(double.Parse)];
    }
}
