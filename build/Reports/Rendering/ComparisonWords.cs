using VmTest.Memory;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>What is different from before, in words for every rendering. The texts are not escaped.</summary>
internal static class ComparisonWords
{
    private const int MostHosts = 5;
    private const string Ready = "ready";

    /// <summary>Whether anything is worse than before; null where nothing was compared.</summary>
    public static string? Headline(Report report)
    {
        var compared = report.Hosts.Where(host => host.Comparison is not null).ToList();
        var reused = report.Hosts.Count(host => host.ReusedFrom is not null);
        if (report.Hosts.Count == 1 && compared.Count == 1)
        {
            return compared[0].Comparison!.Summary;
        }

        List<string> parts = [];
        var worse = compared.Where(host => host.Comparison!.Worse).Select(host => host.Name).ToList();
        if (worse.Count > 0)
        {
            parts.Add($"Worse than before: {Listed(worse)}.");
        }
        else if (compared.Any(host => host.Comparison!.Against is not null))
        {
            parts.Add("Nothing is worse than before.");
        }
        else if (compared.Count > 0)
        {
            parts.Add("There is no earlier green run to compare with.");
        }

        if (reused > 0)
        {
            parts.Add($"{reused} of {report.Hosts.Count} hosts were proved by earlier runs and not tested again.");
        }

        return parts.Count == 0 ? null : string.Join(' ', parts);
    }

    /// <summary>What changed, each with its name.</summary>
    public static IEnumerable<(string Name, string Text)> Facts(HostComparison comparison)
    {
        (string Name, string? Text)[] facts =
        [
            ("new", Failures(
                comparison.New, failure => failure.Suspects is { } from ? $" (from {string.Join(", ", from)})" : string.Empty)),
            ("known", Failures(comparison.Known, failure => $" (since run {failure.Since})")),
            ("repaired", Failures(comparison.Repaired, _ => string.Empty)),
            ("files", Files(comparison.Sources)),
            ("not tracked by Git", Joined(comparison.Sources?.Untracked)),
            ("inputs", Joined(comparison.Sources?.Inputs?.Select(Input))),
            ("versions", Joined(comparison.Versions?.Select(Version))),
            ("closure", Closure(comparison.Closure)),
            ("slower", Joined(comparison.Slower?.Select(Delay))),
            ("units that came", Joined(comparison.UnitsAdded)),
            ("units that went", Joined(comparison.UnitsGone)),
            ("times", Joined(comparison.Times?.Where(time => time.What == Ready || time.Slower == true)
                .Select(time => $"{time.What} {Duration.Text(time.Ms)}, median of {time.Of}: {Duration.Text(time.MedianMs)}"))),
        ];
        return facts.Where(fact => fact.Text is not null).Select(fact => (fact.Name, fact.Text!));
    }

    /// <summary>A failure that came before, and what became of the edits since.</summary>
    public static string Again(Repetition repetition, string? host)
    {
        var since = $"This is {RepetitionWords.Row(repetition)}, since run {repetition.Since}";
        return RepetitionWords.Edits(repetition, host ?? "all") is { } edits ? $"{since}; {edits}." : $"{since}.";
    }

    private static string? Failures(IReadOnlyList<FailureChange> failures, Func<FailureChange, string> behind) =>
        Joined(failures.Select(failure => $"{failure.Subject ?? failure.Code}{behind(failure)}"));

    private static string? Files(SourceChange? sources) => sources?.Files is not { } files ? null
        : string.Join(", ", files.Select(file => file.Change == FileChangeKind.Changed
            ? file.Path
            : $"{file.Path} ({EnumText.Lower(file.Change)})")) + More(sources.More);

    private static string? Closure(ClosureChange? closure)
    {
        if (closure is null || (closure.Packages is null && closure.Bytes == closure.BytesBefore))
        {
            return null;
        }

        var size = $"{Duration.Bytes(closure.Bytes)} instead of {Duration.Bytes(closure.BytesBefore)}";
        return closure.Packages is { } packages ? $"{size}: {Joined(packages.Select(Version))}{More(closure.More)}" : size;
    }

    private static string Version(VersionChange change) => $"{change.Name} {change.Before ?? "none"} → {change.After ?? "none"}";

    private static string Input(InputChange input) =>
        $"{input.Name} {Revision(input.Before, input.BeforeAt)} → {Revision(input.After, input.AfterAt)}";

    private static string Revision(string? revision, DateTimeOffset? at)
    {
        const int shown = 12;
        var text = revision is null ? "none" : revision.Length > shown && !revision.Contains('-') ? revision[..shown] : revision;
        return at is { } time ? $"{text} ({time.UtcDateTime:yyyy-MM-dd})" : text;
    }

    private static string Delay(UnitDelay delay) => delay.What == "start"
        ? $"{delay.Unit} starts after {Duration.Text(delay.Ms)} instead of {Duration.Text(delay.UsualMs)}"
        : $"{delay.Unit} takes {Duration.Text(delay.Ms)} instead of {Duration.Text(delay.UsualMs)}";

    private static string More(int? count) => count is null ? string.Empty : $" and {count} more";

    private static string? Joined(IEnumerable<string>? texts) => texts?.ToList() is { Count: > 0 } list ? string.Join(", ", list) : null;

    private static string Listed(IReadOnlyList<string> names) => names.Count <= MostHosts
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostHosts))} and {names.Count - MostHosts} more";
}
