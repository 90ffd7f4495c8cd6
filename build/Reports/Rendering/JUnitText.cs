using System.Xml.Linq;
using VmTest.Model;

namespace VmTest.Reports.Rendering;

/// <summary>Failures as text for consumers that show it as it is.</summary>
internal static class JUnitText
{
    /// <summary>A failure with all that helps to fix it, one line after another.</summary>
    public static IEnumerable<string> Lines(Failure failure) =>
    [
        $"{failure.Code}: {failure.Message}",
        .. failure.Location is { } place ? [$"Place: {place}"] : Array.Empty<string>(),
        .. (failure.Related ?? []).Select(related => $"See also: {related} {related.What}"),
        .. failure.Hint is { } hint ? [$"Next: {hint}"] : Array.Empty<string>(),
        .. failure.Log is { } log ? [$"Log: {log.Path}"] : Array.Empty<string>(),
        .. failure.Excerpt.Select(line => $"    {line}"),
    ];

    /// <summary>A failure by its code, with the lines of the log that matter.</summary>
    public static IEnumerable<string> Excerpt(Failure failure) =>
        [$"== {failure.Code}: {failure.Message}", .. failure.Excerpt];

    /// <summary>
    /// A name as a token of XML Schema: blanks at the ends and several in a row are none. Ant's schema wants a character at
    /// least.
    /// </summary>
    public static string Name(string text) =>
        string.Join(' ', Markup.Text(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } name ? name : "?";

    /// <summary>Each line cleaned by itself: no text of a guest makes a line of its own, or a character that XML lacks.</summary>
    public static XText Of(IEnumerable<string> lines) => new(string.Concat(lines.Select(line => Markup.Text(line) + "\n")));
}
