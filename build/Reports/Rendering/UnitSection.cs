using System.Globalization;
using System.Xml.Linq;
using VmTest.Guest.Probe;

namespace VmTest.Reports.Rendering;

/// <summary>All units of a host as a table that can be filtered.</summary>
internal static class UnitSection
{
    /// <summary>Units of one host on the page; a large desktop has some 600.</summary>
    private const int PageUnits = 1000;

    private static readonly string[] Columns = ["unit", "state", "result", "start (s)", "took (s)"];

    /// <param name="path">The list of units, relative to the report.</param>
    /// <param name="clockMs">From QEMU's start to zero of the guest's clock; null where that is not known.</param>
    /// <param name="files">The run's files.</param>
    /// <param name="budget">What the page may still grow.</param>
    public static XElement? Render(string path, long? clockMs, RunFiles files, PageBudget budget)
    {
        var units = files.Units(path).OrderBy(Rank)
            .ThenBy(unit => unit.StartingAt == 0 ? long.MaxValue : unit.StartingAt).ThenBy(unit => unit.Name, StringComparer.Ordinal)
                .ToList();
        if (units.Count == 0)
        {
            return null;
        }

        var rows = new List<XElement>();
        foreach (var row in units.Take(PageUnits).Select(unit => Row(unit, clockMs ?? 0)))
        {
            if (!budget.TrySpend(row))
            {
                break;
            }

            rows.Add(row);
        }

        var states = units.Select(unit => Markup.Text(unit.Active)).Distinct().Order(StringComparer.Ordinal).ToList();
        var counts = states.Select(state => $"{units.Count(unit => Markup.Text(unit.Active) == state)} {state}");
        var zero = clockMs is null ? "the start of its kernel" : "power-on";
        return Markup.Element("details",
            Markup.Element("summary", Markup.Element("h3", "Units"),
                $" {units.Count}, {string.Join(", ", counts)}"),
            Markup.Element("p", Markup.Class("note"), rows.Count == units.Count ? "All of " : $"{rows.Count} of the {units.Count} in ",
                Words.File(path), $"; start counts from {zero}."),
            Filter(states),
            Words.Table("Units of the host", Columns, rows));
    }

    /// <summary>Shown by the page's script; without it all rows stand there.</summary>
    private static XElement Filter(IEnumerable<string> states) => Markup.Element("div",
        Markup.Class("filter"), Markup.Attribute("role", "search"), Markup.Attribute("hidden", "hidden"),
        Markup.Element("label", "Name or text ", Markup.Void("input", Markup.Attribute("type", "search"))),
        Markup.Element("label", "State ", Markup.Element("select",
            Markup.Element("option", Markup.Attribute("value", string.Empty), "all"), states.Select(
                state => Markup.Element("option", Markup.Attribute("value", state), state)))),
        Markup.Element("output"));

    private static XElement Row(UnitState unit, long clockMs) => Markup.Element("tr",
        Markup.Attribute("data-state", unit.Active),
        Words.RowHead(Words.Code(unit.Name)),
        Markup.Element("td", unit.Active is "failed" ? Words.Badge("failed") : unit.Active, $" ({unit.Sub})"),
        Markup.Element("td", unit.Result),
        Markup.Element("td", Markup.Class("number"), unit.StartingAt > 0 ? Seconds((unit.StartingAt / 1000) + clockMs) : "–"),
        Markup.Element("td", Markup.Class("number"), unit.DoneAt > 0 ? Seconds((unit.DoneAt - unit.StartingAt) / 1000) : "–"));

    private static int Rank(UnitState unit) => unit.Active switch
    {
        "failed" => 0,
        "activating" => 1,
        _ => 2,
    };

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}
