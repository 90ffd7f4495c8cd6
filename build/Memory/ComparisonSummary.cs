using System.Globalization;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Memory;

/// <summary>One sentence, or a few, that answer whether anything is worse than before.</summary>
internal static class ComparisonSummary
{
    private const int MostNames = 3;

    public static string Write(HostRecord now, HostRecord? against, HostComparison comparison)
    {
        List<string> parts = [];
        Add(comparison.New.Count > 0, () => $"new: {Names(comparison.New)}{Suspects(comparison)}");
        Add(comparison.Known.Count > 0, () => $"known: {Names(comparison.Known)}, failing since run {Oldest(comparison.Known).Since} "
            + $"({Date(Oldest(comparison.Known).SinceAt!.Value)})");
        Add(comparison.Repaired.Count > 0, () => $"repaired: {Names(comparison.Repaired)}");
        Add(comparison.Slower is not null, () => Slower(comparison.Slower!));
        var ready = comparison.Times?.FirstOrDefault(time => time.What == TimeComparison.Ready);
        Add(ready?.Slower == true, () => $"ready after {Duration.Text(ready!.Ms)} instead of {Duration.Text(ready.MedianMs)}");
        Add(comparison.UnitsGone is not null, () => $"gone: {Listed(comparison.UnitsGone!)}");
        var compared = against is null
            ? "there is no earlier green run to compare with"
            : $"compared with run {against.RunId} ({Date(against.At)})";
        return parts.Count > 0 ? $"{Sentence(string.Join("; ", parts))}, {compared}."
            : against is null ? $"{Sentence(compared)}."
            : now.IsGreen ? $"Nothing is worse than in run {against.RunId} ({Date(against.At)})."
            : $"Nothing new, {compared}.";

        void Add(bool applies, Func<string> part)
        {
            if (applies)
            {
                parts.Add(part());
            }
        }
    }

    /// <summary>A day and a minute, as people read them.</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static FailureChange Oldest(IReadOnlyList<FailureChange> known) => known.MinBy(failure => failure.SinceAt)!;

    private static string Suspects(HostComparison comparison)
    {
        var suspects = comparison.New.SelectMany(failure => failure.Suspects ?? []).Distinct(StringComparer.Ordinal).ToList();
        return suspects.Count > 0
            ? $" (changed since, and it comes from there: {Listed(suspects)})"
            : comparison.Sources?.Files is { } files ? $" (changed since: {Listed([.. files.Select(file => file.Path)])})" : string.Empty;
    }

    private static string Slower(IReadOnlyList<UnitDelay> slower)
    {
        var first = slower[0];
        var more = slower.Select(delay => delay.Unit).Distinct().Count() - 1;
        var what = first.What == "start" ? "starts" : "takes";
        return $"slower: {first.Unit} {what} {(first.What == "start" ? "after " : string.Empty)}{Duration.Text(first.Ms)} instead of "
            + $"{Duration.Text(first.UsualMs)}{(more > 0 ? $", and {more} more" : string.Empty)}";
    }

    private static string Names(IReadOnlyList<FailureChange> failures) =>
        Listed([.. failures.Select(failure => failure.Subject ?? failure.Code)]);

    private static string Listed(IReadOnlyList<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
