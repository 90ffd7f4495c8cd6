using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Record;

namespace VmTest.Nix;

/// <summary>The binary caches that this machine's Nix uses.</summary>
internal sealed class Substituters(NixClient nix)
{
    private const string Key = "substituters";

    // The command was renamed in 2.20; each version has one of the two.
    private static readonly string[][] Commands = [["show-config", "--json"], ["config", "show", "--json"]];

    /// <summary>The line of nix.conf with all caches but these; with none at all where Nix does not tell which it uses.</summary>
    public async Task<string> WithoutAsync(IReadOnlyCollection<string> caches, PhaseLog log, CancellationToken cancellation)
    {
        foreach (var command in Commands)
        {
            var outcome = await nix.RunAsync(
                new NixCall { Purpose = "list of the binary caches", Program = "nix", Arguments = command, Log = log }, cancellation);
            if (outcome.Succeeded && Read(outcome.Output) is { } all)
            {
                return $"{Key} = {string.Join(' ', all.Where(each => !caches.Contains(Address(each))))}";
            }
        }

        return $"{Key} =";
    }

    /// <summary>A store's URL without its parameters.</summary>
    private static string Address(string store) => store.Split('?')[0].TrimEnd('/');

    private static List<string>? Read(string json)
    {
        try
        {
            return JObject.Parse(json)[Key]?["value"] is JArray values ? [.. values.Values<string>().OfType<string>()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
