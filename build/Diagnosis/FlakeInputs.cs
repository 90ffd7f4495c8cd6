using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Nix;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>Finds the input of the flake for which something was fetched.</summary>
internal static partial class FlakeInputs
{
    private const string LockFile = "flake.lock";
    private static readonly string[] References = ["locked", "original"];

    /// <summary>The input's name; null where it is not known.</summary>
    /// <param name="url">What was fetched.</param>
    /// <param name="message">Nix's message with its trace, in which newer versions name the input.</param>
    /// <param name="source">The files of the flake.</param>
    public static string? Wanting(string url, string message, FlakeSource source)
    {
        if (Named().Match(message) is { Success: true } named)
        {
            return named.Groups["name"].Value;
        }

        if (source.Folder is not { } folder)
        {
            return null;
        }

        return Locked(Path.Combine(folder, LockFile), url) ?? Declared(Path.Combine(folder, FlakeFile), url);
    }

    /// <summary>The one repository that flake.nix wants by ssh; null where it wants none or several, or cannot be read.</summary>
    /// <param name="host">The host that ssh named; null where it named none.</param>
    /// <param name="source">The files of the flake.</param>
    public static string? Repository(string? host, FlakeSource source)
    {
        if (source.Folder is not { } folder || !File.Exists(Path.Combine(folder, FlakeFile)))
        {
            return null;
        }

        List<(string Host, string Url)> all = [.. Declaration().Matches(File.ReadAllText(Path.Combine(folder, FlakeFile)))
            .Select(match => SshUrl().Match(match.Groups["url"].Value)).Where(match => match.Success)
            .Select(match => (match.Groups["host"].Value, match.Groups["url"].Value)).Distinct()];
        // ssh names the host that its configuration has for the one in the URL.
        List<(string Host, string Url)> wanted = [.. all.Where(each => each.Host == host)];
        return wanted.Count == 1 ? wanted[0].Url : wanted.Count == 0 && all.Count == 1 ? all[0].Url : null;
    }

    private static string? Locked(string file, string url)
    {
        try
        {
            if (!File.Exists(file) || JObject.Parse(File.ReadAllText(file))["nodes"] is not JObject nodes)
            {
                return null;
            }

            return nodes.Properties().FirstOrDefault(node => References.Any(part => Matches(node.Value[part] as JObject, url)))?.Name;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A lock's node tells a URL, or the owner and name of a repository which are parts of the URL.</summary>
    private static bool Matches(JObject? reference, string url)
    {
        if (reference is null)
        {
            return false;
        }

        if (reference["url"]?.ToString() is { Length: > 0 } own)
        {
            return own == url || url.StartsWith(own.TrimEnd('/') + "/", StringComparison.Ordinal);
        }

        return reference["owner"]?.ToString() is { Length: > 0 } owner && reference["repo"]?.ToString() is { Length: > 0 } name
            && url.Contains($"/{owner}/{name}", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Declared(string file, string url)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var text = File.ReadAllText(file);
        foreach (Match match in Declaration().Matches(text))
        {
            var reference = match.Groups["url"].Value;
            var path = reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('?')[0].Trim('/');
            var fetched = url.Contains("://", StringComparison.Ordinal) ? url.Split("://")[1] : url;
            if (path.Length > 0
                && (reference.EndsWith(url, StringComparison.Ordinal)
                    || url.Contains(path, StringComparison.OrdinalIgnoreCase)
                    || (reference.Contains("://", StringComparison.Ordinal)
                        && reference.Split("://")[1].Split('?')[0].TrimEnd('/') == fetched)))
            {
                return match.Groups["name"].Value;
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?:while updating the flake input|while fetching the input|input) '(?<name>[\w-]+)'")]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:git\+)?(?<url>ssh://(?:[^@/]+@)?(?<host>[^/:?]+)[^?]*)")]
    private static partial Regex SshUrl();

    // inputs.NAME.url = "…"; also inside inputs = { NAME.url = "…"; NAME = { url = "…"; }; }
    [GeneratedRegex(@"(?<name>[\w-]+)(?:\.url|\s*=\s*\{[^{}]*?\burl)\s*=\s*""(?<url>[^""]+)""")]
    private static partial Regex Declaration();
}
