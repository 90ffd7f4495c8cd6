namespace VmTest.Memory;

/// <summary>Which records are no longer kept. The newest green one of a host always is: later runs are compared with it.</summary>
internal static class RecordRetention
{
    /// <summary>Of each host, so many are kept.</summary>
    internal const int MostOfHost = 100;

    /// <summary>Of all hosts together, so many are kept; listing them has to stay quick.</summary>
    internal const int Most = 2000;

    /// <summary>Older ones are removed.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(180);

    /// <param name="newestFirst">All records.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<RecordName> Superseded(IReadOnlyList<RecordName> newestFirst, DateTimeOffset now)
    {
        var greens = new HashSet<(string, string)>();
        var counts = new Dictionary<(string, string), int>();
        var kept = 0;
        List<RecordName> superseded = [];
        foreach (var name in newestFirst)
        {
            var host = (name.Flake, name.Folder);
            counts[host] = counts.GetValueOrDefault(host) + 1;
            var isNewestGreen = name.IsGreen && greens.Add(host);
            if (isNewestGreen || (counts[host] <= MostOfHost && kept < Most && now - name.At <= Longest))
            {
                kept++;
            }
            else
            {
                superseded.Add(name);
            }
        }

        return superseded;
    }
}
