using System.Text.RegularExpressions;

namespace VmTest.Nix;

/// <summary>Reads store paths: <c>/nix/store/HASH-NAME</c>, where HASH has 32 characters.</summary>
internal static partial class StorePath
{
    /// <summary>Matches a store path up to its name; for regular expressions.</summary>
    internal const string Prefix = "/nix/store/[0-9a-z]{32}-";

    /// <summary>Matches the root of a flake's copy, as a store path or in the form of newer versions of Nix: «git+file:///…».</summary>
    internal const string SourceRoot = $"(?:{Prefix}source|«[^»]*»)";

    /// <summary><c>/nix/store/…-hello-1.0.drv</c> is named <c>hello-1.0</c>.</summary>
    public static string NameOf(string path)
    {
        var match = Pattern().Match(path);
        return match.Success ? match.Groups["name"].Value : path;
    }

    /// <summary>The first derivation that a message names in quotes; null where it names none.</summary>
    public static string? DerivationIn(string text)
    {
        var match = QuotedDerivation().Match(text);
        return match.Success ? match.Groups["path"].Value : null;
    }

    /// <summary>A <c>-source</c> folder in the store, and what of the path lies below it; null for any other path.</summary>
    public static (string Root, string Below)? Source(string path)
    {
        var match = SourceFolder().Match(path);
        return match.Success ? (match.Groups["root"].Value, match.Groups["rest"].Value) : null;
    }

    [GeneratedRegex($"^{Prefix}(?<name>[^/]*?)(\\.drv)?$")]
    private static partial Regex Pattern();

    [GeneratedRegex($"['`](?<path>{Prefix}[^'/]+\\.drv)'")]
    private static partial Regex QuotedDerivation();

    [GeneratedRegex($"^(?<root>{SourceRoot})(?:/(?<rest>.*))?$")]
    private static partial Regex SourceFolder();
}
