using System.Text.RegularExpressions;
using VmTest.RuleTests.Sources;

namespace VmTest.RuleTests.Architecture;

/// <summary>The rooms of the host's sources, and which files of one use another.</summary>
internal static partial class Rooms
{
    public const string Folder = "build/";

    /// <summary>From the top to the bottom: a room may use what stands after it.</summary>
    public static readonly IReadOnlyList<string> Order =
    [
        "Tasks", "CommandLine", "Project", "Hosting", "Ci", "Terminal", "Reports", "Phases", "Runs", "Memory", "Guest", "Diagnosis",
        "Qemu", "Provisioning", "Nix", "Record", "Supervision", "Text", "Model",
    ];

    /// <summary>The host's own source files that lie in a room.</summary>
    public static async Task<IReadOnlyList<string>> FilesAsync() =>
    [
        .. (await SourceFiles.AllAsync())
            .Where(path => path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)
            && path.Count(letter => letter == '/') > 1),
    ];

    /// <summary>The folders below <see cref="Folder"/> that a file lies in: the room, then rooms in it.</summary>
    public static string[] PathOf(string file) => file.Split('/')[1..^1];

    /// <summary>The namespaces of ours that a file uses, without the common root.</summary>
    public static IEnumerable<string[]> UsesOf(string file) =>
        Using().Matches(SourceFiles.Text(file)).Select(match => match.Groups["room"].Value.Split('.'));

    /// <summary>Types that stand at the root, above every room, by name.</summary>
    public static async Task<IReadOnlyList<string>> RootTypesAsync() =>
    [
        .. (await SourceFiles.AllAsync())
            .Where(path => path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)
            && path.Count(letter => letter == '/') == 1)
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    [GeneratedRegex(@"^using (?:static )?VmTest\.(?<room>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
