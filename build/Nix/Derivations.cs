using System.Text.RegularExpressions;

namespace VmTest.Nix;

/// <summary>Reads derivations in the store (ATerm, src/libstore/derivations.cc).</summary>
/// <param name="root">The folder below which store paths lie on this machine: <c>/</c>.</param>
public sealed partial class Derivations(string root)
{
    /// <summary>The outputs stand at the beginning.</summary>
    private const int HeadCharacters = 4096;

    /// <summary>Whether its output is fixed by a hash, so that its builder may use the network; false where it cannot be read.</summary>
    public bool Fetches(string path) => FixedOutput().IsMatch(Head(path));

    /// <summary>Whether its first output is in the store.</summary>
    public bool IsBuilt(string path) =>
        FirstOutput().Match(Head(path)) is { Success: true } output && Path.Exists(root.TrimEnd('/') + output.Groups["path"].Value);

    /// <summary>The derivations that it depends on directly; none where it cannot be read.</summary>
    public IReadOnlyList<string> Inputs(string path)
    {
        try
        {
            return [.. InputDerivation().Matches(File.ReadAllText(root.TrimEnd('/') + path)).Select(match => match.Groups["path"].Value)
                .Where(other => other != path)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Empty where it cannot be read.</summary>
    private string Head(string path)
    {
        try
        {
            using var reader = new StreamReader(root.TrimEnd('/') + path);
            var head = new char[HeadCharacters];
            return new string(head, 0, reader.ReadBlock(head));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    [GeneratedRegex(@"^Derive\(\[\(""[^""]*"",""(?<path>/nix/store/[^""]+)""")]
    private static partial Regex FirstOutput();

    [GeneratedRegex(@"\(""(?<path>/nix/store/[^""]+\.drv)"",\[")]
    private static partial Regex InputDerivation();

    // Derive([("out","/nix/store/…","r:sha256","…hash…")]: a third field with an algorithm and a fourth with a hash.
    [GeneratedRegex(@"^Derive\(\[\(""out"",""[^""]*"",""(?:r:|text:|git:)?(?:md5|sha1|sha256|sha512|blake3)"",""[^""]+""\)")]
    private static partial Regex FixedOutput();
}
