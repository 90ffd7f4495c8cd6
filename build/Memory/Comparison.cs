using VmTest.Model;

namespace VmTest.Memory;

/// <summary>Compares a host with what it was. Pure: records in, differences out.</summary>
internal static class Comparison
{
    private const string Nixpkgs = "nixpkgs";
    private const int MostFailures = 20;
    private const int MostSuspects = 10;

    /// <param name="now">The record of this run.</param>
    /// <param name="against">The record to compare with; null where there is none.</param>
    /// <param name="before">The records before this one, newest first: with them a failure is new or known.</param>
    /// <param name="comparable">Green records of equal conditions, newest first, for what is usual.</param>
    /// <param name="placesOf">The files, or <c>INPUT: FILE</c>, that a failure comes from, by its fingerprint.</param>
    public static HostComparison Compare(HostRecord now, HostRecord? against, IEnumerable<HostRecord> before,
        IReadOnlyList<HostRecord> comparable, Func<string, IReadOnlyList<string>> placesOf)
    {
        var failures = new FailureComparison(now, before);
        var files = against is { Sources: { } old } && now.Sources is { } current
            ? SourceComparison.Files(old.Files, current.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal)
            : [];
        var inputs = SourceComparison.Compare(against?.Sources, now.Sources, [])?.Inputs ?? [];
        List<FailureChange> fresh = [.. failures.New().Take(MostFailures).Select(WithSuspects)];
        var watched = comparable.Where(record => record.Units.Count > 0).ToList();
        var isWatched = now.Units.Count > 0;
        var comparison = new HostComparison
        {
            Summary = string.Empty,
            Against = against?.RunId,
            AgainstAt = against?.At,
            New = fresh,
            Known = [.. failures.Known().Take(MostFailures)],
            Repaired = [.. failures.Repaired().Take(MostFailures)],
            UnitsAdded = isWatched ? UnitComparison.Added(now, watched) : null,
            UnitsGone = isWatched && now.Passed([Phase.Boot]) ? UnitComparison.Gone(now, watched) : null,
            Slower = UnitComparison.Slower(now, watched),
            Times = TimeComparison.Compare(now, comparable),
            Closure = against is null ? null : ClosureComparison.Compare(against.Closure, now.Closure),
            Versions = against is null ? null : Versions(against, now),
            Sources = SourceComparison.Compare(
                against?.Sources, now.Sources, [.. fresh.SelectMany(failure => failure.Suspects ?? [])]),
        };
        return comparison with
        {
            Worse = fresh.Count > 0 || comparison.Slower is not null || (comparison.Times?.Any(TimeComparison.IsWorse) ?? false),
            Summary = ComparisonSummary.Write(now, against, comparison),
        };

        FailureChange WithSuspects(FailureChange failure)
        {
            var suspects = placesOf(failure.Fingerprint).Where(IsSuspect).Distinct(StringComparer.Ordinal).Take(MostSuspects).ToList();
            return suspects.Count == 0 ? failure : failure with { Suspects = suspects };
        }

        bool IsSuspect(string place) => files.Contains(place)
            || inputs.Any(input => place.StartsWith($"{input.Name}: ", StringComparison.Ordinal));
    }

    private static IReadOnlyList<VersionChange>? Versions(HostRecord before, HostRecord now)
    {
        var changed = new[]
        {
            new VersionChange("kernel", before.System?.Kernel, now.System?.Kernel),
            new VersionChange("systemd", before.System?.Systemd, now.System?.Systemd),
            new VersionChange("NixOS", before.System?.NixosVersion, now.System?.NixosVersion),
            new VersionChange(Nixpkgs, Revision(before), Revision(now)),
        }.Where(change => change.Before != change.After && change is { Before: not null, After: not null }).ToList();
        return changed.Count == 0 ? null : changed;

        static string? Revision(HostRecord record) => record.Sources?.Inputs.FirstOrDefault(input => input.Name == Nixpkgs)?.Revision;
    }
}
