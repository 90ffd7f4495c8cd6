using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>Finds the lines that define the option that a message of the module system is about.</summary>
internal sealed class OptionPlaces(FlakeSource source, DefinitionSearch search)
{
    private const string Defines = "also defines it";

    /// <summary>The finding with its place, where one can be found.</summary>
    /// <param name="finding">About an option.</param>
    /// <param name="error">What Nix said.</param>
    public Finding Locate(Finding finding, NixError error)
    {
        if (finding.Subject is not { Kind: SubjectKind.Option, Name: { } name })
        {
            return finding;
        }

        var path = OptionPath.Parse(name);
        return finding.Code switch
        {
            FailureCodes.OptionUndefined => Undefined(finding, path),
            FailureCodes.OptionType when finding.Message.EndsWith(ModuleRules.NoOption, StringComparison.Ordinal)
                => Undeclared(finding, path),
            _ => Defined(finding, path, ModuleMessages.Definitions(error.Core)),
        };
    }

    /// <summary>A finding about an option that is declared twice, with the place of the declaration in its file.</summary>
    public Finding LocateDeclaration(Finding finding) =>
        finding is { Location: { } place, Subject.Name: { } name }
        && search.Declaration(place.File, OptionPath.Parse(name)) is { } declaration
            ? finding with { Location = declaration.Place }
            : finding;

    /// <summary>What stands where the option would be declared, and who sets it.</summary>
    private Finding Undeclared(Finding finding, IReadOnlyList<string> path)
    {
        var declared = search.Files.Reached.Concat(search.Files.Others).Select(file => search.Declaration(file.Name, path))
            .FirstOrDefault(declaration => declaration is not null)?.Place;
        List<RelatedPlace> defined = [.. search.Everywhere(path).Take(1).Select(found => RelatedPlace.At(found.Place, Defines))];
        return declared is not null ? finding with { Location = declared, Related = defined }
            : defined is [var first] ? finding with { Location = new SourceLocation(first.File, first.Line, first.Column) }
            : finding;
    }

    /// <summary>The places of all definitions that a message lists; what lies in an input comes last.</summary>
    private Finding Defined(Finding finding, IReadOnlyList<string> path, IReadOnlyList<MessageDefinition> definitions)
    {
        List<RelatedPlace> own = [];
        List<RelatedPlace> others = [];
        foreach (var definition in definitions)
        {
            if (source.Relative(definition.File) is { } file)
            {
                var taken = own.Select(place => (place.File, place.Line, place.Column)).ToHashSet();
                var place = Best(search.In(file, path), definition.Value, taken)?.Place ?? new SourceLocation(file);
                own.Add(RelatedPlace.At(place, Defines));
            }
            else if (source.Input(definition.File) is { } input)
            {
                others.Add(new RelatedPlace($"{input.Input}: {input.Path}", null, null, Defines));
            }
            else if (definition.File is "<unknown-file>" && Best(search.Everywhere(path), definition.Value, []) is { } somewhere)
            {
                own.Add(RelatedPlace.At(somewhere.Place, Defines));
            }
        }

        return own.Count == 0 && others.Count == 0 ? finding : finding with
        {
            Location = own.Count > 0 ? new SourceLocation(own[0].File, own[0].Line, own[0].Column) : finding.Location,
            Related = [.. own.Skip(1), .. others],
        };
    }

    /// <summary>What makes the option necessary: the set that it is missing from.</summary>
    private Finding Undefined(Finding finding, IReadOnlyList<string> path)
    {
        var above = search.Nearest([.. path.Take(path.Count - 1)]);
        var read = search.Reader(path);
        if (above.Count == 0)
        {
            return read is null ? finding : finding with { Location = read };
        }

        return finding with
        {
            Location = above[0].Place,
            Related = read is null ? [] : [RelatedPlace.At(read, "reads it")],
        };
    }

    /// <summary>The definition whose value is the one that the message shows, as far as that can be known.</summary>
    private static Definition? Best(IReadOnlyList<Definition> found, string? shown, HashSet<(string File, int? Line, int? Column)> taken)
    {
        var left = found.Where(definition => !taken.Contains((definition.Place.File, definition.Place.Line, definition.Place.Column)))
            .ToList();
        return shown is null
            ? left.FirstOrDefault()
            : left.FirstOrDefault(definition => ShownValue.IsOf(definition.Value, shown) == true)
                ?? left.FirstOrDefault(definition => ShownValue.IsOf(definition.Value, shown) is null)
                ?? left.FirstOrDefault();
    }
}
