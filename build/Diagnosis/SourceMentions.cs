using System.Text.RegularExpressions;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>Files of flakes that a text of Nix or of the configuration names, by the copies of them in the store.</summary>
internal static partial class SourceMentions
{
    /// <summary>The text with each of them as its author names it: relative to the flake, or with the name of its input.</summary>
    public static string Name(string text, FlakeSource source) => Paths().Replace(text, path => source.Name(path.Value));

    /// <summary>Those of the flake under test, relative to it.</summary>
    public static IEnumerable<string> Own(string text, FlakeSource source) =>
        Paths().Matches(text).Select(path => source.Relative(path.Value)).OfType<string>();

    [GeneratedRegex(StorePath.SourceRoot + @"/[^\s'`’"",;:)]+")]
    private static partial Regex Paths();
}
