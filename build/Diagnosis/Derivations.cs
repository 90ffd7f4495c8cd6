using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>Reads derivations in the store (ATerm, src/libstore/derivations.cc).</summary>
internal static partial class Derivations
{
    /// <summary>The outputs stand at the beginning.</summary>
    private const int HeadCharacters = 4096;

    /// <summary>Whether its output is fixed by a hash, so that its builder may use the network; false where it cannot be read.</summary>
    public static bool Fetches(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var head = new char[HeadCharacters];
            var count = reader.ReadBlock(head);
            return FixedOutput().IsMatch(new string(head, 0, count));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Derive([("out","/nix/store/…","r:sha256","…hash…")]: a third field with an algorithm and a fourth with a hash.
    [GeneratedRegex(@"^Derive\(\[\(""out"",""[^""]*"",""(?:r:|text:|git:)?(?:md5|sha1|sha256|sha512|blake3)"",""[^""]+""\)")]
    private static partial Regex FixedOutput();
}
