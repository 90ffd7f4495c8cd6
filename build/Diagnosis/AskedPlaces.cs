using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Diagnosis;

/// <summary>Completes findings with what the configuration itself says about its options.</summary>
internal sealed class AskedPlaces(FlakeSource source, string host)
{
    private const int MostSuggestions = 3;
    private const int MostPlaces = 8;
    private const string DidYouMean = "Did you mean";

    private readonly DefinitionSearch search = DefinitionSearch.Of(source, host);

    /// <summary>What to ask for a finding; null where the message said enough, or nothing that can be asked for.</summary>
    public static OptionQuestion? Question(Finding finding) => finding switch
    {
        { Code: FailureCodes.OptionUnknown, Subject: { Kind: SubjectKind.Option, Name: var name } }
            when !finding.Message.Contains(DidYouMean, StringComparison.Ordinal)
                && !finding.Message.Contains("removed", StringComparison.Ordinal) =>
            new OptionQuestion { Unknown = [.. OptionPath.Parse(name).SkipLast(1)] },
        { Code: FailureCodes.OptionType or FailureCodes.OptionConflict, Location: null, Subject: { Kind: SubjectKind.Option } option } =>
            new OptionQuestion { Option = OptionPath.Parse(option.Name) },
        { Code: FailureCodes.Assertion, Location: null, Subject: { Kind: SubjectKind.Assertion, Name: var text } } =>
            new OptionQuestion { Message = text },
        _ => null,
    };

    public Finding Complete(Finding finding, OptionAnswer answer)
    {
        if (finding.Code == FailureCodes.OptionUnknown)
        {
            return Suggest(finding, answer.Siblings);
        }

        var places = Places(answer.Options, finding.Excerpt);
        return places.Count == 0 ? finding : finding with
        {
            Location = new SourceLocation(places[0].File, places[0].Line, places[0].Column),
            Related = [.. places.Skip(1), .. finding.Related],
        };
    }

    /// <summary>
    /// The lines of the flake that define what was asked for, or, where modules of inputs do, those that set options of the same
    /// modules. Those whose value stands in an excerpt come first.
    /// </summary>
    public IReadOnlyList<RelatedPlace> Places(IReadOnlyList<DefinedOption> options, IReadOnlyList<string> excerpt) =>
    [
        .. options
            .SelectMany(each => each.Definitions.Select(definition => (each.Option, Definition: definition)))
            .Where(each => source.Relative(ModuleMessages.FileOf(each.Definition.File)) is not null)
            .OrderByDescending(each => each.Definition.Value is { } value && excerpt.Any(
                line => line.TrimEnd().EndsWith(": " + value, StringComparison.Ordinal)))
            .SelectMany(each => Lines(each.Option, source.Relative(ModuleMessages.FileOf(each.Definition.File))!))
            .DistinctBy(place => (place.File, place.Line))
            .Take(MostPlaces),
    ];

    private IEnumerable<RelatedPlace> Lines(IReadOnlyList<string> option, string file)
    {
        var found = search.In(file, option).Where(definition => definition.IsWhole).Take(1).Select(definition => definition.Place)
            .DefaultIfEmpty(new SourceLocation(file));
        return found.Select(place => RelatedPlace.At(place, $"sets {string.Join('.', option)}"));
    }

    private static Finding Suggest(Finding finding, IReadOnlyList<string> siblings)
    {
        var path = finding.Subject!.Name;
        var given = OptionPath.Parse(path)[^1];
        var near = NearestName.FindAll(given, siblings.Where(name => !name.StartsWith('_')), MostSuggestions);
        if (near.Count == 0)
        {
            return finding;
        }

        var above = path[..^Math.Min(path.Length, given.Length + (path.EndsWith('"') ? 2 : 0))];
        var names = near.Select(name => $"'{above}{name}'").ToList();
        return finding with
        {
            Message = $"{finding.Message} {DidYouMean} {string.Join(names.Count > 2 ? ", " : " or ", names)}?",
        };
    }
}
