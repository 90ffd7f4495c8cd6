using System.Globalization;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Memory;

/// <summary>The paths of a built system and their sizes.</summary>
internal static class ClosureReader
{
    private const string Store = "/nix/store/";

    /// <returns>Sizes in bytes by the paths' last parts; empty where Nix does not tell.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(
        NixClient nix, string host, string toplevel, CancellationToken cancellation)
    {
        await using var log = new PhaseLog(null, null, string.Empty, host);
        var outcome = await nix.RunAsync(
            new NixCall
            {
                Purpose = $"closure of {host}",
                Program = "nix",
                Arguments = ["path-info", "--recursive", "--size", toplevel],
                Log = log,
            },
            cancellation);
        return outcome.Succeeded ? Parse(outcome.Output) : new Dictionary<string, long>();
    }

    /// <summary>A path and its size on each line.</summary>
    internal static IReadOnlyDictionary<string, long> Parse(string output)
    {
        var closure = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var path, var size]
                && path.StartsWith(Store, StringComparison.Ordinal)
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                closure[path[Store.Length..]] = bytes;
            }
        }

        return closure;
    }
}
