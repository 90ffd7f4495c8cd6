using VmTest.Model;

namespace VmTest.Memory;

/// <summary>Two closures: sizes, and the packages whose versions differ.</summary>
internal static class ClosureComparison
{
    private const int MostPackages = 10;

    /// <returns>Null where one of them is not known.</returns>
    public static ClosureChange? Compare(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> now)
    {
        if (before.Count == 0 || now.Count == 0)
        {
            return null;
        }

        var (old, current) = (Versions(before.Keys), Versions(now.Keys));
        var changed = old.Keys.Union(current.Keys)
            .Select(name => new VersionChange(name, old.GetValueOrDefault(name), current.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After)
            .OrderBy(change => change.Before is null || change.After is null)
            .ThenBy(change => change.Name, StringComparer.Ordinal)
            .ToList();
        return new ClosureChange
        {
            Bytes = Sum(now),
            BytesBefore = Sum(before),
            Packages = changed.Count == 0 ? null : [.. changed.Take(MostPackages)],
            More = changed.Count > MostPackages ? changed.Count - MostPackages : null,
        };
    }

    /// <summary>What has no version is a file of the configuration, and no package.</summary>
    private static Dictionary<string, string> Versions(IEnumerable<string> paths) => paths
        .Select(PackageName.Parse)
        .Where(package => package.Version.Length > 0)
        .GroupBy(package => package.Name, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => string.Join(", ", group.Select(package => package.Version).Distinct().Order(StringComparer.Ordinal)),
            StringComparer.Ordinal);

    private static long Sum(IReadOnlyDictionary<string, long> closure) => closure.Values.Where(size => size > 0).Aggregate(
        0L, (sum, size) => sum > long.MaxValue - size ? long.MaxValue : sum + size);
}
