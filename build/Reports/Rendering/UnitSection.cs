using System.Globalization;
using System.Xml.Linq;
using VmTest.Guest.Probe;
using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>All units of a host as a table that can be filtered.</summary>
internal static class UnitSection
{
    /// <summary>Units of one host on the page; a large desktop has some 600.</summary>
    private const int PageUnits = 1000;

    private const string Failed = "failed";

    private static readonly string[] Columns = ["unit", "state", "result", "start (s)", "took (s)"];

    /// <param name="path">The list of units, relative to the report.</param>
    /// <param name="host">Whose they are.</param>
    /// <param name="report">Its failures and warnings are linked.</param>
    /// <param name="files">The run's files.</param>
    /// <param name="budget">What the page may still grow.</param>
    public static XElement? Render(string path, HostReport host, Report report, RunFiles files, PageBudget budget)
    {
        // Its zero is the start of the guest's kernel, where that does not fit this machine's.
        var clockMs = host.Boot?.GuestClockMs;
        var remarks = new UnitRemarks(report, host.Name);
        var units = files.Units(path).OrderBy(unit => Rank(State(unit)))
            .ThenBy(unit => unit.StartingAt == 0 ? long.MaxValue : unit.StartingAt).ThenBy(unit => unit.Name, StringComparer.Ordinal)
                .ToList();
        if (units.Count == 0)
        {
            return null;
        }

        var rows = new List<XElement>();
        foreach (var row in units.Take(PageUnits).Select(unit => Row(unit, State(unit), clockMs ?? 0, remarks, report)))
        {
            if (!budget.TrySpend(row))
            {
                break;
            }

            rows.Add(row);
        }

        var states = units.Select(State).Distinct().Order(StringComparer.Ordinal).ToList();
        var counts = states.Select(state => $"{units.Count(unit => State(unit) == state)} {state}");
        var zero = clockMs is null ? "the start of its kernel" : "power-on";
        return Markup.Element("details",
            Markup.Element("summary", Markup.Element("h3", "Units"),
                $" {units.Count}, {string.Join(", ", counts)}"),
            Markup.Element("p", Markup.Class("note"), rows.Count == units.Count ? "All of " : $"{rows.Count} of the {units.Count} in ",
                Words.File(path), $"; start counts from {zero}."),
            Filter(states),
            Words.Table("Units of the host", Columns, rows));

        string State(UnitState unit) => Markup.Text(remarks.State(unit.Name, unit.Active));
    }

    /// <summary>Shown by the page's script; without it all rows stand there.</summary>
    private static XElement Filter(IEnumerable<string> states) => Markup.Element("div",
        Markup.Class("filter"), Markup.Attribute("role", "search"), Markup.Attribute("hidden", "hidden"),
        Markup.Element("label", "Name or text ", Markup.Void("input", Markup.Attribute("type", "search"))),
        Markup.Element("label", "State ", Markup.Element("select",
            Markup.Element("option", Markup.Attribute("value", string.Empty), "all"), states.Select(
                state => Markup.Element("option", Markup.Attribute("value", state), state)))),
        Markup.Element("output"));

    private static XElement Row(UnitState unit, string state, long clockMs, UnitRemarks remarks, Report report) => Markup.Element("tr",
        Markup.Attribute("data-state", state),
        Words.RowHead(Words.Code(unit.Name)),
        Markup.Element("td", state == unit.Active && state != Failed ? state : Badge(state), $" ({unit.Sub})", Why(unit, remarks, report)),
        Markup.Element("td", unit.Result),
        Markup.Element("td", Markup.Class("number"), unit.StartingAt > 0 ? Seconds((unit.StartingAt / 1000) + clockMs) : "–"),
        Markup.Element("td", Markup.Class("number"), unit.DoneAt > 0 ? Seconds((unit.DoneAt - unit.StartingAt) / 1000) : "–"));

    private static XElement Badge(string state) => Markup.Element("span", Markup.Class(state switch
    {
        Failed => "badge failed",
        UnitRemarks.NotStarted => "badge failed",
        _ => "badge allowed",
    }), state);

    private static IEnumerable<object> Why(UnitState unit, UnitRemarks remarks, Report report)
    {
        if (remarks.Of(unit.Name) is not { } failure || FailureSection.Id(failure, report) is not { } id)
        {
            return [];
        }

        return remarks.CauseOf(failure) is { Subject: { } cause } other && FailureSection.Id(other, report) is { } from
            ? [" because of ", Link(from, Words.Code(cause.Name)), ": ", Link(id, "more")]
            : [": ", Link(id, "why")];
    }

    private static XElement Link(string id, object text) => Markup.Element("a", Markup.Attribute("href", $"#{id}"), text);

    private static int Rank(string state) => state switch
    {
        Failed => 0,
        UnitRemarks.NotStarted => 1,
        UnitRemarks.FailedAllowed => 2,
        "activating" => 3,
        _ => 4,
    };

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}
