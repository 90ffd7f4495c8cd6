using System.Text.RegularExpressions;

namespace VmTest.Nix;

/// <summary>Reads store paths: <c>/nix/store/HASH-NAME</c>, where HASH has 32 characters.</summary>
internal static partial class StorePath
{
    /// <summary><c>/nix/store/…-hello-1.0.drv</c> is named <c>hello-1.0</c>.</summary>
    public static string NameOf(string path)
    {
        var match = Pattern().Match(path);
        return match.Success ? match.Groups["name"].Value : path;
    }

    /// <summary>The part of a path below a flake's copy in the store; null where it lies elsewhere.</summary>
    public static string? BelowSource(string path)
    {
        var match = SourceCopy().Match(path);
        return match.Success ? match.Groups["rest"].Value : null;
    }

    [GeneratedRegex(@"^/nix/store/[0-9a-z]{32}-(?<name>[^/]*?)(\.drv)?$")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(?:«[^»]*»/|/nix/store/[0-9a-z]{32}-source/)(?<rest>.+)$")]
    private static partial Regex SourceCopy();
}
