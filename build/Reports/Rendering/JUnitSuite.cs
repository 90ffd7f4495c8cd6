using System.Globalization;
using System.Xml.Linq;
using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>One suite of JUnit's XML: a host, or what belongs to none.</summary>
/// <param name="Name">The host.</param>
/// <param name="StartedAt">When its first phase began.</param>
/// <param name="Cases">In the order in which they are shown.</param>
/// <param name="Remarks">Failures and warnings whose excerpts are the suite's output.</param>
/// <param name="Properties">Facts by name; one without a value is left out.</param>
internal sealed record JUnitSuite(
    string Name,
    DateTimeOffset StartedAt,
    IReadOnlyList<JUnitCase> Cases,
    IReadOnlyList<Failure> Remarks,
    IReadOnlyList<(string Name, string? Value)> Properties)
{
    // The Ant task's schema forbids a time zone.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss";

    /// <param name="index">Counts the suites of a file from 0.</param>
    public XElement Element(int index) => new(
        "testsuite",
        new XAttribute("name", JUnitText.Name(Name)),
        new XAttribute("package", "vmtest"),
        new XAttribute("id", index),
        new XAttribute("timestamp", StartedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)),
        // Of the machine that ran the test, whose name the report does not hold.
        new XAttribute("hostname", "localhost"),
        new XAttribute("tests", Cases.Count),
        new XAttribute("failures", Count(JUnitOutcome.Failure)),
        new XAttribute("errors", Count(JUnitOutcome.Error)),
        new XAttribute("skipped", Count(JUnitOutcome.Skipped)),
        new XAttribute("time", JUnitCase.Seconds(Cases.Sum(each => each.DurationMs))),
        new XElement("properties", Properties.Where(property => property.Value is not null).Select(property => new XElement(
            "property", new XAttribute("name", property.Name), Markup.Attribute("value", property.Value!)))),
        Cases.Select(each => each.Element()),
        new XElement("system-out", JUnitText.Of(Remarks.SelectMany(JUnitText.Excerpt))),
        new XElement("system-err"));

    private int Count(JUnitOutcome outcome) => Cases.Count(each => each.Outcome == outcome);
}
