namespace VmTest.Text;

/// <summary>Finds what somebody probably meant.</summary>
internal static class NearestName
{
    private const int FarthestDistance = 4;

    /// <summary>An error text that lists what is allowed, with the nearest name first.</summary>
    public static string Explain(string problem, string given, IReadOnlyList<string> allowed, string prefix)
    {
        var nearest = Find(given, allowed);
        var guess = nearest is null ? string.Empty : $" Did you mean {prefix}{nearest}?";
        return $"{problem}{guess} Allowed: {string.Join(", ", allowed.Select(each => prefix + each))}.";
    }

    /// <summary>The names that somebody most probably meant, the nearest first.</summary>
    public static IReadOnlyList<string> FindAll(string given, IEnumerable<string> allowed, int most) =>
        [.. Near(given, allowed).Take(most)];

    /// <summary>The allowed name with the smallest edit distance; null where none is near.</summary>
    public static string? Find(string given, IEnumerable<string> allowed) => Near(given, allowed).FirstOrDefault();

    private static IEnumerable<string> Near(string given, IEnumerable<string> allowed) => allowed
        .Select(name => (Name: name, Distance: Distance(given.ToLowerInvariant(), name.ToLowerInvariant())))
        .Where(each => each.Distance <= Math.Min(FarthestDistance, Math.Max(given.Length, each.Name.Length) / 2))
        .OrderBy(each => each.Distance)
        .Select(each => each.Name);

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
