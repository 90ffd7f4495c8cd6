using System.Globalization;
using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>Small parts that several sections of a page share.</summary>
internal static class Words
{
    /// <summary>Of a failure that is only a warning.</summary>
    public const string Allowed = "This unit is allowed to fail.";

    // A longer value has a line of its own.
    private const int ShortLetters = 30;

    /// <summary>A word with its own colour; the word itself says it too.</summary>
    public static XElement Badge(string word) => Markup.Element("span", Markup.Class($"badge {word}"), word);

    /// <summary>A link to a file of the run. Each segment is encoded, so that no path is a URI of another kind.</summary>
    public static XElement File(string path) => Markup.Element("a",
        Markup.Attribute("href", string.Join('/', path.Split('/').Select(segment => Uri.EscapeDataString(Markup.Text(segment))))), path);

    public static XElement File(LogReference log)
    {
        var lines = (log.FirstLine, log.LastLine) switch
        {
            ({ } first, { } last) => $", lines {first} to {last}",
            ({ } first, null) => $", line {first}",
            _ => string.Empty,
        };
        return Markup.Element("span", File(log.Path), lines);
    }

    /// <summary>How many units failed, and how many of them may.</summary>
    public static string Failed(UnitCounts units) =>
        $"{units.Failed.Count} failed{(units.Allowed is { Count: > 0 } allowed ? $" ({allowed.Count} allowed)" : string.Empty)}";

    /// <summary>How exact the guest's own times are on this machine's clock; null where the guest reported none.</summary>
    public static string? ClockError(BootReport boot) =>
        boot.GuestClockErrorMs is { } error ? $"off by at most {error.ToString(CultureInfo.InvariantCulture)} ms"
        : boot is { Units: not null, ReadyAfterMs: not null } ? "left out: its clock does not fit this machine's"
        : null;

    public static XElement Code(string text) => Markup.Element("code", text);

    /// <summary>A list of names and values; one without a value is left out.</summary>
    public static XElement Facts(params (string Name, object? Value)[] facts) => Markup.Element("dl",
        facts.Where(fact => fact.Value is not null).Select(fact => Markup.Element("div",
            Markup.Class(fact.Value is string { Length: > ShortLetters } or XElement { Value.Length: > ShortLetters } ? "long" : "short"),
            Markup.Element("dt", fact.Name), Markup.Element("dd", fact.Value))));

    /// <summary>A table that scrolls by itself where it is wider than the screen.</summary>
    public static XElement Table(string caption, IEnumerable<string> columns, IEnumerable<XElement> rows) => Markup.Element("div",
        Markup.Class("scroll"), Markup.Attribute("tabindex", "0"), Markup.Attribute("role", "region"),
        Markup.Attribute("aria-label", caption),
        Markup.Element("table",
            Markup.Element("caption", caption),
            Markup.Element(
                "thead", Markup.Element("tr", columns.Select(column => Markup.Element("th", Markup.Attribute("scope", "col"), column)))),
            Markup.Element("tbody", rows)));

    public static XElement RowHead(params object?[] content) => Markup.Element("th", [Markup.Attribute("scope", "row"), .. content]);

    public static string? Time(long? milliseconds) => milliseconds is { } time ? Duration.Text(time) : null;
}
