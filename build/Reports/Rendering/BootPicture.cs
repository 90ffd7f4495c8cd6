using System.Globalization;
using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>
/// A boot as a picture: stages, and one row for each unit, as <c>systemd-analyze plot</c> draws it. Its colours are
/// attributes, so that it is whole by itself, and classes, by which a page can change them. Lengths are SVG user units.
/// </summary>
internal sealed class BootPicture
{
    private const double Width = 1000;
    private const double Margin = 16;
    private const double LabelRight = 296;
    private const double PlotLeft = 304;
    private const double PlotRight = Width - Margin;
    private const double TitleY = 28;
    private const double StagesTop = 74;
    private const double RowHeight = 18;
    private const double BarHeight = 11;
    private const double RowsTop = StagesTop + RowHeight + 22;
    private const double LegendItemWidth = 190;
    private const double Gap = 4;

    // Of a monospaced font: six tenths of its size, and a little more for those that are wider.
    private const double LetterWidth = 6.8;
    private const int LabelLetters = (int)((LabelRight - Margin) / LetterWidth);
    private const int TitleLetters = 100;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Dictionary<string, string> StageColours = new(StringComparer.Ordinal)
    {
        ["power-on"] = "#d0d7de",
        ["firmware"] = "#8c959f",
        ["loader"] = "#bf8700",
        // Not blue: units are.
        ["kernel"] = "#e85aad",
        ["initrd"] = "#c297ff",
        ["userspace"] = "#4ac26b",
    };

    private readonly BootReport boot;
    private readonly string host;
    private readonly TimeAxis axis;
    private readonly IReadOnlyList<BootStage> stages;
    private readonly IReadOnlyList<TimelineUnit> rows;
    private readonly double rowsBottom;

    private BootPicture(string host, BootReport boot)
    {
        this.boot = boot;
        this.host = host;
        axis = new TimeAxis(BootStage.End(boot), PlotLeft, PlotRight);
        stages = BootStage.List(boot);
        rows = [.. boot.Timeline.Take(Limits.TimelineUnits)];
        rowsBottom = RowsTop + (Math.Max(rows.Count, 1) * RowHeight);
    }

    /// <summary>The picture as a file.</summary>
    public static string Draw(string host, BootReport boot) => Element(host, boot) + "\n";

    /// <summary>The picture as part of a page.</summary>
    public static XElement Element(string host, BootReport boot) => new BootPicture(host, boot).Draw();

    private XElement Draw()
    {
        var legend = Legend().ToList();
        var perLine = (int)((Width - (2 * Margin)) / LegendItemWidth);
        var height = rowsBottom + 40 + (((legend.Count + perLine - 1) / perLine) * RowHeight);
        var title = Title();
        return new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
            new XAttribute("width", Number(Width)), new XAttribute("height", Number(height)),
            new XAttribute("role", "img"), new XAttribute("class", "boot-picture"), new XAttribute("aria-label", title),
            new XAttribute("font-family", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"),
            new XAttribute("font-size", "11"),
            new XElement(Svg + "title", title),
            Box("ground", 0, 0, Width, height, "#ffffff"),
            Words("ink", Margin, TitleY, Shown(title, TitleLetters), "#1f2328", "start", 15, bold: true),
            Words("faint", Margin, TitleY + 20, Shown(Subtitle(), TitleLetters), "#59636e", "start"),
            StageBar(),
            Grid(),
            rows.Count == 0
                ? Words("faint", PlotLeft + Gap, RowsTop + 13, "The times of no unit are known.", "#59636e", "start")
                : rows.Select(Row),
            legend.Select(
                (item, index) =>
                    LegendItem(item, Margin + (index % perLine * LegendItemWidth), rowsBottom + 30 + (index / perLine * RowHeight))));
    }

    private string Title() => boot.ReadyAfterMs is { } ready
        ? $"Boot of {Markup.Text(host)}: ready after {Duration.Text(ready)}"
        : $"Boot of {Markup.Text(host)}: not ready after {Duration.Text(axis.EndMs)}";

    private string Subtitle()
    {
        var parts = new[] { boot.DefaultTarget, boot.SystemState,
            boot.Accelerator is { } accelerator ? $"accelerator {accelerator}" : null, "seconds from power-on" };
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)).Select(part => Markup.Text(part!)));
    }

    private IEnumerable<XElement> StageBar()
    {
        foreach (var stage in stages)
        {
            var (left, right) = (axis.X(stage.FromMs), axis.X(stage.ToMs));
            yield return Box($"band {Class(stage)}", left, StagesTop, right - left, rowsBottom - StagesTop, Colour(stage), 0.13);
            yield return Named(Box($"stage {Class(stage)}", left, StagesTop, right - left, RowHeight, Colour(stage)),
                $"{Markup.Text(stage.Name)}: {Time(stage.FromMs)} to {Time(stage.ToMs)}");
            if ((stage.Name.Length + 1) * LetterWidth <= right - left)
            {
                yield return Words("on-stage", (left + right) / 2, StagesTop + 13, Shown(stage.Name, LabelLetters), "#1f2328", "middle");
            }
        }
    }

    private IEnumerable<XElement> Grid()
    {
        foreach (var tick in axis.Ticks)
        {
            yield return Line("grid", axis.X(tick), StagesTop + RowHeight, rowsBottom, "#d1d9e0");
            var anchor = tick == 0 ? "start" : axis.X(tick) > PlotRight - (4 * LetterWidth) ? "end" : "middle";
            yield return Words("faint", axis.X(tick), StagesTop - 6, TimeAxis.Label(tick), "#59636e", anchor);
        }

        if (boot.ReadyAfterMs is { } ready)
        {
            yield return Line("ready", axis.X(ready), StagesTop, rowsBottom, "#1a7f37");
        }
    }

    private XElement Row(TimelineUnit unit, int index)
    {
        var top = RowsTop + (index * RowHeight);
        var stop = unit.ActiveMs ?? unit.EndMs;
        var (left, right) = (axis.X(unit.StartMs), Math.Max(axis.X(stop ?? axis.EndMs), axis.X(unit.StartMs) + 2));
        var time = stop is { } end ? Took(end - unit.StartMs) : $"{Took(axis.EndMs - unit.StartMs)}, still starting";
        var kind = Kind(unit);
        var bar = unit.State == TimelineState.Starting && stop is null
            ? OpenBar(left, right, top)
            : Box($"bar {kind}", left, top, right - left, BarHeight, Fill(kind));
        var story = $"{Markup.Text(unit.Unit)}: {Word(unit.State)}, starts at {Time(unit.StartMs)}, takes "
            + $"{time}{(unit.Critical ? ", on the critical chain" : string.Empty)}";
        return new XElement(Svg + "g",
            new XElement(Svg + "title", story),
            Words(unit.State == TimelineState.Failed ? "bad" : "ink", LabelRight, top + 10,
                (unit.Critical ? "◆ " : string.Empty) + Shown(unit.Unit, LabelLetters - 2),
                unit.State == TimelineState.Failed ? "#b3121d" : "#1f2328", "end", bold: unit.Critical),
            bar,
            stop == unit.StartMs ? null : TimeBeside(time, left, right, top + 10));
    }

    private static string Took(long milliseconds) =>
        milliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms") : Duration.Text(milliseconds);

    /// <summary>Behind the bar where there is room, else before it, else in it.</summary>
    private static XElement TimeBeside(string time, double left, double right, double y)
    {
        var width = (time.Length * LetterWidth) + Gap;
        return right + width <= PlotRight ? Words("faint", right + Gap, y, time, "#59636e", "start")
            : left - width >= PlotLeft ? Words("faint", left - Gap, y, time, "#59636e", "end")
            : Words("on-bar", left + Gap, y, time, "#1f2328", "start");
    }

    /// <summary>Without a right edge: nobody knows where it would have been.</summary>
    private static XElement OpenBar(double left, double right, double top) => new(Svg + "path",
        new XAttribute("class", "bar starting"),
        new XAttribute("d", $"M{Number(right)} {Number(top)}H{Number(left)}V{Number(top + BarHeight)}H{Number(right)}"),
        new XAttribute("fill", Fill("starting")), new XAttribute("stroke", "#9a6700"), new XAttribute("stroke-dasharray", "4 2"));

    private IEnumerable<(string Class, string Colour, string Text)> Legend()
    {
        foreach (var stage in stages)
        {
            yield return ($"stage {Class(stage)}", Colour(stage),
                Shown($"{stage.Name} {Duration.Text(stage.ToMs - stage.FromMs)}", (int)((LegendItemWidth - RowHeight) / LetterWidth)));
        }

        foreach (var (kind, text) in new[] { ("started", "start of a unit"), ("critical", "◆ critical chain"), ("failed", "failed"),
            ("starting", "still starting") })
        {
            if (rows.Any(row => Kind(row) == kind))
            {
                yield return ($"bar {kind}", Fill(kind), text);
            }
        }

        if (boot.ReadyAfterMs is not null)
        {
            yield return ("ready-mark", "#1a7f37", "ready");
        }
    }

    private static XElement LegendItem((string Class, string Colour, string Text) item, double x, double y) => new(Svg + "g",
        Box(item.Class, x, y - 9, BarHeight, BarHeight, item.Colour), Words("ink", x + BarHeight + Gap, y, item.Text, "#1f2328", "start"));

    private static string Kind(TimelineUnit unit) => unit switch
    {
        { State: TimelineState.Failed } => "failed",
        { State: TimelineState.Starting } => "starting",
        { Critical: true } => "critical",
        _ => "started",
    };

    private static string Fill(string kind) => kind switch
    {
        "failed" => "#e5484d",
        "starting" => "#fff1c2",
        "critical" => "#f0883e",
        _ => "#80b9f5",
    };

    /// <summary>The name of a stage where it is one of ours: what stands in an attribute is never another's.</summary>
    private static string Class(BootStage stage) => StageColours.ContainsKey(stage.Name) ? stage.Name : "other";

    private static string Colour(BootStage stage) => StageColours.GetValueOrDefault(stage.Name, "#afb8c1");

    private static string Word(TimelineState state) => EnumText.Lower(state);

    private static string Time(long milliseconds) => TimeAxis.Label(milliseconds);

    /// <summary>As much as fits. Names of units are ASCII; the width of anything else is not known in advance.</summary>
    private static string Shown(string text, int letters)
    {
        var plain = string.Concat(text.Select(letter => char.IsBetween(letter, ' ', '~') || letter == '·' ? letter : '?'));
        var tail = letters / 3;
        return plain.Length <= letters ? plain : $"{plain[..(letters - tail - 1)]}…{plain[^tail..]}";
    }

    private static XElement Named(XElement element, string name)
    {
        element.Add(new XElement(Svg + "title", name));
        return element;
    }

    private static XElement Box(string kind, double x, double y, double width, double height, string fill, double? opacity = null) =>
        new(Svg + "rect",
        new XAttribute("class", kind), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)), new XAttribute("height", Number(height)),
        new XAttribute("fill", fill), opacity is { } part ? new XAttribute("fill-opacity", Number(part)) : null);

    private static XElement Line(string kind, double x, double top, double bottom, string colour) => new(Svg + "path",
        new XAttribute("class", kind), new XAttribute("d", $"M{Number(x)} {Number(top)}V{Number(bottom)}"),
        new XAttribute("stroke", colour), new XAttribute("fill", "none"));

    private static XElement Words(
        string kind, double x, double y, string text, string colour, string anchor, int? size = null, bool bold = false) =>
        new(Svg + "text",
        new XAttribute("class", kind), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("fill", colour),
        anchor == "start" ? null : new XAttribute("text-anchor", anchor),
        size is { } points ? new XAttribute("font-size", points) : null,
        bold ? new XAttribute("font-weight", "bold") : null,
        text);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
