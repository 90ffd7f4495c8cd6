using System.Text.RegularExpressions;

namespace VmTest.Memory;

/// <summary>Tells a store path's name from its version, as Nix does: the version begins at the first dash that no letter follows.</summary>
internal static partial class PackageName
{
    private const int HashLength = 33;

    /// <param name="path">A path's last part: <c>HASH-NAME-VERSION</c>, or with an output behind it, <c>HASH-NAME-VERSION-bin</c>.</param>
    /// <returns>The version is empty for what has none.</returns>
    public static (string Name, string Version) Parse(string path)
    {
        var name = path.Length > HashLength ? path[HashLength..] : path;
        var match = Pattern().Match(name);
        return match.Success ? (match.Groups["name"].Value, match.Groups["version"].Value) : (name, string.Empty);
    }

    // The outputs of a package are one package, as for nix store diff-closures.
    [GeneratedRegex(@"\A(?<name>.+?)-(?<version>[^A-Za-z].*?)(?:-(?:[a-z]+|lib32|lib64))?\z")]
    private static partial Regex Pattern();
}
