using System.Text.RegularExpressions;

namespace VmTest.Guest.Probe;

/// <summary>
/// What targets pull in by their files (systemd.unit(5)): links in <c>X.target.wants/</c> and the like, and settings in their
/// files and drop-ins. Whether systemd has made the same of it, only systemd says.
/// </summary>
internal static partial class TargetFiles
{
    /// <param name="lines">Paths of links, and settings behind the path of their file.</param>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Parse(string lines)
    {
        var targets = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (Match match in Line().Matches(lines))
        {
            var target = match.Groups["target"].Value;
            if (!targets.TryGetValue(target, out var names))
            {
                targets[target] = names = new HashSet<string>(StringComparer.Ordinal);
            }

            names.UnionWith(match.Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return targets.ToDictionary(entry => entry.Key, entry => (IReadOnlySet<string>)entry.Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^/.*?/(?<target>[^/\n]{1,255}?\.target)"
        + @"(?:\.(?:wants|requires|upholds)/(?<names>[^/\n*]+)"
        + @"|(?:\.d/[^/\n]+\.conf)?:(?:Wants|Requires|BindsTo|Requisite|Upholds)=(?<names>.*))$",
        RegexOptions.Multiline)]
    private static partial Regex Line();
}
