using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>Finds the user's own file of an evaluation error: what lies in nixpkgs is not theirs to change.</summary>
internal static partial class EvaluationPlaces
{
    /// <summary>The place nearest to the cause that lies in the flake; null where Nix names none.</summary>
    /// <param name="error">The error.</param>
    /// <param name="named">A place that the message itself names, such as the file of a declaration; null where it names none.</param>
    /// <param name="source">The files of the flake.</param>
    public static SourceLocation? Find(NixError error, SourceLocation? named, FlakeSource source)
    {
        if (named is not null && source.Relative(named.File) is { } own)
        {
            return named with { File = own };
        }

        // The module system names the file of each definition; Nix's own position is the throw inside nixpkgs.
        foreach (Match definition in Definition().Matches(error.Core))
        {
            if (source.Relative(definition.Groups["file"].Value) is { } file)
            {
                return new SourceLocation(file);
            }
        }

        foreach (var place in error.Places())
        {
            if (source.Relative(place.File) is { } file)
            {
                return new SourceLocation(file, place.Line, place.Column);
            }
        }

        return null;
    }

    /// <summary>The files of all definitions that the message names, in its order.</summary>
    public static IReadOnlyList<string> Definitions(NixError error, FlakeSource source) =>
        [.. Definition().Matches(error.Core).Select(match => source.Name(match.Groups["file"].Value)).Distinct()];

    [GeneratedRegex(@"^\s*-? ?In [`'](?<file>[^'\n]+)'", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
