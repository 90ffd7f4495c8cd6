using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace VmTest.Nix;

/// <summary>Knows where the copies of a flake's inputs are without asking Nix: the paths are made of the hashes in their locks.</summary>
internal static class LockedInputs
{
    private const string Alphabet = "0123456789abcdfghijklmnpqrsvwxyz";
    private const int StoreHashBytes = 20;
    private const int StoreHashCharacters = 32;

    /// <summary>The end of the year 9999.</summary>
    private const long LastSecond = 253402300800;

    /// <summary>
    /// The inputs' names by what a path in them begins with: the root of the copy in the store, and the revision or the path by
    /// which newer versions of Nix name it. An input of an input is <c>INPUT/NAME</c>.
    /// </summary>
    /// <param name="locks">As <c>nix flake metadata</c> tells them; null where it does not.</param>
    public static IReadOnlyDictionary<string, string> Copies(JObject? locks)
    {
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, locked) in Each(locks))
        {
            if (locked?["narHash"]?.Value<string>() is { } hash && Path(hash) is { } path)
            {
                copies.TryAdd(path, name);
            }

            if ((locked?["rev"] ?? (locked?["type"]?.Value<string>() == "path" ? locked["path"] : null))?.Value<string>() is { } reference)
            {
                copies.TryAdd(reference.TrimStart('/'), name);
            }
        }

        return copies;
    }

    /// <summary>The inputs with their revisions, sorted by name.</summary>
    /// <param name="locks">As <c>nix flake metadata</c> tells them; null where it does not.</param>
    public static IReadOnlyList<LockedInput> List(JObject? locks) =>
    [
        .. Each(locks).Select(input => (input.Name, Revision: (input.Locked?["rev"] ?? input.Locked?["narHash"])?.Value<string>(),
                Modified: input.Locked?["lastModified"]))
            .Where(input => input.Revision is not null)
            .Select(input => new LockedInput(input.Name, input.Revision!, Time(input.Modified)))
            .OrderBy(input => input.Name, StringComparer.Ordinal),
    ];

    private static DateTimeOffset? Time(JToken? seconds) =>
        seconds is JValue { Type: JTokenType.Integer, Value: long value } && value is > 0 and < LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : null;

    private static IEnumerable<(string Name, JObject? Locked)> Each(JObject? locks)
    {
        if (locks?["nodes"] is not JObject nodes || locks["root"]?.Value<string>() is not { } root)
        {
            yield break;
        }

        var left = new Queue<(string Node, string Name)>([(root, string.Empty)]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { root };
        while (left.TryDequeue(out var each))
        {
            foreach (var input in (nodes[each.Node]?["inputs"] as JObject)?.Properties() ?? [])
            {
                // What follows another input is named where it is one.
                if (input.Value is JValue { Value: string node } && seen.Add(node))
                {
                    var name = each.Name.Length == 0 ? input.Name : $"{each.Name}/{input.Name}";
                    left.Enqueue((node, name));
                    yield return (name, nodes[node]?["locked"] as JObject);
                }
            }
        }
    }

    /// <summary>The store path of a source with this hash (Nix's makeFixedOutputPath); null for another form of hash.</summary>
    /// <param name="narHash"><c>sha256-BASE64</c>.</param>
    public static string? Path(string narHash)
    {
        const string prefix = "sha256-";
        var hash = new byte[SHA256.HashSizeInBytes];
        if (!narHash.StartsWith(prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(narHash[prefix.Length..], hash, out var written) || written != hash.Length)
        {
            return null;
        }

        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"source:sha256:{Convert.ToHexStringLower(hash)}:/nix/store:source"));
        var folded = new byte[StoreHashBytes];
        for (var index = 0; index < digest.Length; index++)
        {
            folded[index % StoreHashBytes] ^= digest[index];
        }

        return $"/nix/store/{Base32(folded)}-source";
    }

    /// <summary>Nix's own base 32: the last five bits first.</summary>
    private static string Base32(byte[] bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true);
        var text = new char[StoreHashCharacters];
        for (var index = StoreHashCharacters - 1; index >= 0; index--)
        {
            text[StoreHashCharacters - 1 - index] = Alphabet[(int)((number >> (index * 5)) & 31)];
        }

        return new string(text);
    }
}
