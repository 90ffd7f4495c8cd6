using System.Xml.Linq;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>Failures or warnings, each with all that helps to fix it.</summary>
internal static class FailureSection
{
    private const string Prefix = "failure-";
    private const string WarningPrefix = "warning-";

    public static XElement? Render(string title, IReadOnlyList<Failure> shown, Report report, PageBudget budget)
    {
        if (shown.Count == 0)
        {
            return null;
        }

        var parts = new List<XElement>();
        foreach (var failure in shown)
        {
            var article = Article(failure, report);
            if (!budget.TrySpend(article))
            {
                parts.Add(Markup.Element(
                    "p", Markup.Class("note"), $"{shown.Count - parts.Count} more are in ", Words.File(RunPaths.ReportJson), "."));
                break;
            }

            parts.Add(article);
        }

        return Markup.Element("section", Markup.Element("h2", title), parts);
    }

    private static XElement Article(Failure failure, Report report) => Markup.Element("article",
        Markup.Class(report.Failures.Any(each => ReferenceEquals(each, failure)) ? "finding" : "finding warning"),
        Id(failure, report) is { } id ? Markup.Attribute("id", id) : null,
        Markup.Element("h3", Words.Code(failure.Code)),
        Markup.Element("p", Markup.Class("message"), failure.Message),
        Words.Facts(
            ("host", failure.Host),
            ("phase", failure.Phase is { } phase ? EnumText.Lower(phase) : null),
            ("to change", EnumText.Lower(failure.Origin)),
            ("about",
                failure.Subject is { } subject
                    ? Markup.Element("span", EnumText.Lower(subject.Kind) + " ", Words.Code(subject.Name))
                    : null),
            ("again", failure.Repetition is { } repetition ? ComparisonWords.Again(repetition, failure.Host) : null),
            ("place", failure.Location is { } place ? Words.Code(place.ToString()) : null),
            ("see also", failure.Related is { } related ? Markup.Element("span", related.SelectMany(Link)) : null),
            ("log", failure.Log is { } log ? Words.File(log) : null),
            ("consequences", failure.Consequences is { } count ? Consequences.Text(count) : null),
            ("allowed", failure.Allowed == true ? Words.Allowed : null),
            ("caused by", failure.CausedBy is { } cause ? Cause(cause, report) : null)),
        failure.Excerpt.Count == 0
            ? null
            : Markup.Element(
                "pre", Markup.Attribute("tabindex", "0"), new XText(string.Join('\n', failure.Excerpt.Select(line => Markup.Text(line))))),
        failure.Hint is { } hint ? Markup.Element("p", Markup.Class("hint"), Markup.Element("strong", "Next: "), hint) : null);

    private static IEnumerable<object> Link(RelatedPlace place, int index) =>
        [index == 0 ? string.Empty : ", ", Words.Code(place.ToString()), $" {Markup.Text(place.What)}"];

    private static object Cause(string fingerprint, Report report)
    {
        if (report.Failures.Concat(report.Warnings).FirstOrDefault(failure => failure.Fingerprint == fingerprint) is not { } cause)
        {
            return fingerprint;
        }

        var text = $"{cause.Code}{(cause.Subject is { } subject ? $" of {subject.Name}" : string.Empty)}";
        return Id(cause, report) is { } id ? Markup.Element("a", Markup.Attribute("href", "#" + id), text) : text;
    }

    /// <summary>The place in the page, for fingerprints need not differ; null for what is not in the report.</summary>
    public static string? Id(Failure failure, Report report) =>
        Place(failure, report.Failures, Prefix) ?? Place(failure, report.Warnings, WarningPrefix);

    private static string? Place(Failure failure, IReadOnlyList<Failure> all, string prefix)
    {
        for (var index = 0; index < all.Count; index++)
        {
            if (ReferenceEquals(all[index], failure))
            {
                return prefix + (index + 1);
            }
        }

        return null;
    }
}
