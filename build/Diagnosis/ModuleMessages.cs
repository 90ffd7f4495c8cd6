using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>Reads what messages of the module system (nixpkgs lib/modules.nix, lib/options.nix) say about files.</summary>
internal static partial class ModuleMessages
{
    /// <summary>The definitions that a message lists, in its order.</summary>
    public static IReadOnlyList<MessageDefinition> Definitions(string message) =>
    [
        .. Definition().Matches(message).Select(match => new MessageDefinition(
            FileOf(match.Groups["file"].Value), match.Groups["value"] is { Success: true } value ? value.Value.Trim() : null)),
        .. Both().Matches(message).SelectMany(match => Quoted().Matches(match.Groups["files"].Value))
            .Select(match => new MessageDefinition(FileOf(match.Groups["file"].Value), null)),
    ];

    /// <summary>
    /// The file in the name of a module: <c>FILE:anon-1</c> is one without a file of its own, <c>FILE#attribute</c> one of
    /// flake-parts, <c>FILE, via option X</c> one that an option holds.
    /// </summary>
    public static string FileOf(string module) => Suffix().Replace(module, string.Empty);

    /// <summary>The number that a module has in the list of imports of the file that it is in; null for a file.</summary>
    public static int? Number(string module) =>
        Anonymous().Match(module) is { Success: true } match && int.TryParse(match.Groups["number"].Value, out var number) ? number : null;

    [GeneratedRegex(@"^\s*-? ?In [`'](?<file>[^'\n]+)'(?::[ ]*(?<value>(?:\n[ ]{4,})?[^\n]+))?", RegexOptions.Multiline)]
    private static partial Regex Definition();

    // "The option `x' is defined both null and not null, in `A' and `B'."
    [GeneratedRegex(@"is defined both [^\n]+?, in (?<files>[`'][^\n]+)")]
    private static partial Regex Both();

    [GeneratedRegex(@"[`'](?<file>/[^'\n]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?::anon-\d+|, via option .*|#[\w.<>/-]+)+$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@":anon-(?<number>\d+)(?::anon-\d+)*$")]
    private static partial Regex Anonymous();
}
