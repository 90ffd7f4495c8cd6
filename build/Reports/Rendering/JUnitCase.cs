using System.Globalization;
using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>One test case of JUnit's XML: a phase, a unit, or what has neither.</summary>
/// <param name="Class">The host and the kind of the case.</param>
/// <param name="Name">Unique in its class: consumers know a case by both.</param>
/// <param name="DurationMs">0 where it is not known, as the schema wants a time.</param>
internal sealed record JUnitCase(string Class, string Name, long DurationMs = 0)
{
    public JUnitOutcome Outcome { get; private init; }

    /// <summary>The failures that this case shows.</summary>
    public IReadOnlyList<Failure> Failures { get; private init; } = [];

    private string Code { get; init; } = string.Empty;

    private string Message { get; init; } = string.Empty;

    private IReadOnlyList<string> Lines { get; init; } = [];

    public JUnitCase Skipped(string message) => this with { Outcome = JUnitOutcome.Skipped, Message = message };

    public JUnitCase Failed(string code, string message) => this with { Outcome = JUnitOutcome.Failure, Code = code, Message = message };

    /// <summary>The first failure names the case; the text has them all.</summary>
    /// <param name="failures">At least one, root cause first.</param>
    /// <param name="lines">What is said of each.</param>
    public JUnitCase Failed(IReadOnlyList<Failure> failures, Func<Failure, IEnumerable<string>> lines) => this with
    {
        Outcome = failures[0].Origin == FailureOrigin.Configuration ? JUnitOutcome.Failure : JUnitOutcome.Error,
        Failures = failures,
        Code = failures[0].Code,
        Message = failures[0].Message + (failures.Count > 1 ? $" (and {failures.Count - 1} more)" : string.Empty),
        Lines = [.. failures.SelectMany(lines)],
    };

    public XElement Element()
    {
        var element = new XElement(
            "testcase",
            new XAttribute("name", JUnitText.Name(Name)),
            new XAttribute("classname", JUnitText.Name(Class)),
            new XAttribute("time", Seconds(DurationMs)));
        if (Outcome != JUnitOutcome.Passed)
        {
            element.Add(new XElement(EnumText.Lower(Outcome),
                Markup.Attribute("message", Message),
                Code.Length > 0 ? Markup.Attribute("type", Code) : null,
                Lines.Count > 0 ? JUnitText.Of(Lines) : null));
        }

        return element;
    }

    /// <summary>A decimal number without separators of thousands, which some readers refuse.</summary>
    public static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}
