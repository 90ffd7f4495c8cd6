using System.Globalization;
using System.Xml.Linq;
using Snapshooter.NUnit;
using VmTest.Model;
using VmTest.Reports.Rendering;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed class BootPictureTests
{
    // Of the font's size; monospaced fonts differ between 0.6 and 0.62.
    private const double LetterWidth = 0.62;
    private const double Size = 11;

    [Test]
    public void A_boot_is_drawn_as_it_was() => Snapshot.Match(BootPicture.Draw("web", Pages.Boot));

    [Test]
    public void The_same_boot_gives_the_same_picture() =>
        Assert.That(
            Enumerable.Range(0, 3).Select(_ => BootPicture.Draw("web", Pages.WithUnits(60))).Distinct().ToList(), Has.Count.EqualTo(1));

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(60, 60)]
    [TestCase(500, Limits.TimelineUnits)]
    public void Every_unit_has_a_row_up_to_the_limit(int units, int rows) =>
        Assert.That(Labels(Parse(Pages.WithUnits(units))).Count(label => label.Value.Contains(".service", StringComparison.Ordinal)),
            Is.EqualTo(rows));

    [Test]
    public void Labels_stay_inside_the_picture_and_off_each_other(
        [Values(0, 1, 60)] int units, [Values] bool withMilestones, [Values(1L, 12_000, 3_600_000, 90_000_000_000_000)] long end)
    {
        // A guest may claim any time.
        var boot = Pages.WithUnits(units);
        boot = boot with
        {
            ReadyAfterMs = Math.Min(end, 3_600_000),
            Timeline = [.. boot.Timeline.Select(unit => unit with { ActiveMs = end })]
        };
        var picture = Parse(withMilestones ? boot : boot with { Milestones = [], GuestClockMs = null });
        var (width, height) = ((double)picture.Attribute("width")!, (double)picture.Attribute("height")!);
        var boxes = Labels(picture).Select(BoxOf).ToList();

        Assert.That(boxes.Where(box => box.Left < 0 || box.Right > width || box.Top < 0 || box.Bottom > height), Is.Empty);
        var overlaps = from first in boxes
                       from second in boxes
                       where first != second && first.Left < second.Right
            && second.Left < first.Right
            && first.Top < second.Bottom && second.Top < first.Bottom
                       select (first, second);
        Assert.That(overlaps, Is.Empty);
    }

    [TestCase("</text><script>alert(1)</script>")]
    [TestCase("\"/><image href='https://example.org/x.png'/>")]
    [TestCase("&lt;b&gt; ]]> <!-- --> <![CDATA[")]
    [TestCase("a\u0000b\ud800c\uffffd\u202Ee")]
    public void No_name_of_a_unit_acts(string hostile)
    {
        var boot = Pages.Boot with
        {
            DefaultTarget = hostile,
            Milestones = [new Milestone(hostile, 10)],
            Timeline = [Pages.Boot.Timeline[0] with { Unit = hostile }]
        };
        var ordinary = boot with
        {
            DefaultTarget = "x",
            Milestones = [new Milestone(new string('x', 100), 10)],
            Timeline = [Pages.Boot.Timeline[0] with { Unit = "x" }]
        };

        var names = Parse(boot, hostile).DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct();

        Assert.That(names, Is.SubsetOf(new[] { "svg", "title", "rect", "text", "path", "g" }));
        Assert.That(Parse(boot, hostile).Descendants().Attributes().Select(attribute => attribute.Name.LocalName).Distinct(),
            Is.SubsetOf(Parse(ordinary).DescendantsAndSelf().Attributes().Select(attribute => attribute.Name.LocalName).Distinct()));
    }

    [Test]
    public void Whatever_units_are_called_the_picture_is_well_formed() => Properties.ForAll(Properties.Texts, text =>
        Assert.That(() => Parse(Pages.Boot with { DefaultTarget = text, Timeline = [Pages.Boot.Timeline[0] with { Unit = text }] }, text),
            Throws.Nothing), attempts: 100);

    [Test]
    public void A_quiet_kernel_gets_its_stage_from_its_clock() =>
        Assert.That(Labels(
            Parse(Pages.Boot with { Milestones = [.. Pages.Boot.Milestones.Where(mark => mark.Name != "kernel")] })).Select(label =>
                label.Value), Does.Contain("kernel"));

    private static XElement Parse(BootReport boot, string host = "web") => XDocument.Parse(BootPicture.Draw(host, boot)).Root!;

    private static IEnumerable<XElement> Labels(XElement picture) =>
        picture.Descendants().Where(element => element.Name.LocalName == "text");

    private static (double Left, double Right, double Top, double Bottom, string Text) BoxOf(XElement label)
    {
        var size = double.Parse(
            (string?)label.Attribute("font-size") ?? Size.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var (x, y, width) = ((double)label.Attribute("x")!, (double)label.Attribute("y")!, label.Value.Length * size * LetterWidth);
        var left = (string?)label.Attribute("text-anchor") switch
        {
            "end" => x - width,
            "middle" => x - (width / 2),
            _ => x,
        };
        return (left, left + width, y - (0.75 * size), y + (0.25 * size), label.Value);
    }
}
