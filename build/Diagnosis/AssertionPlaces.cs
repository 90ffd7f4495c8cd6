using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>Makes a finding of one assertion of a configuration that failed, with the lines that it speaks of.</summary>
internal static partial class AssertionPlaces
{
    public static Finding Describe(string text, NixError error, FlakeSource source, DefinitionSearch search)
    {
        var clean = SourceMentions.Name(text, source);
        if (Removed().Match(text) is { Success: true } removed)
        {
            return OfRemoved(removed, error, source, search);
        }

        var places = new TextPlaces(source, search);
        var named = places.Named(text);
        var place = places.Written(text) ?? places.Find(text);
        return new Finding
        {
            Code = FailureCodes.Assertion,
            Origin = FailureOrigin.Configuration,
            Message = $"An assertion of the configuration failed: {clean}",
            Subject = new Subject(SubjectKind.Assertion, clean),
            Location = place,
            Related = [.. named.Where(each => each.Place != place)
                .Select(each => RelatedPlace.At(each.Place, each.What))],
            Excerpt = error.Excerpt(Limits.ExcerptLines),
            Hint = "Change the configuration as the assertion says.",
        };
    }

    /// <summary>An option that was removed fails by an assertion (lib.mkRemovedOptionModule).</summary>
    private static Finding OfRemoved(Match removed, NixError error, FlakeSource source, DefinitionSearch search)
    {
        var name = removed.Groups["name"].Value;
        var path = OptionPath.Parse(name);
        List<RelatedPlace> places = [.. SourceMentions.Own(removed.Groups["files"].Value, source)
            .SelectMany(file => search.In(file, path).Select(definition => definition.Place).DefaultIfEmpty(new SourceLocation(file)))
            .Distinct().Select(place => RelatedPlace.At(place, "sets it, too"))];
        return new Finding
        {
            Code = FailureCodes.OptionUnknown,
            Origin = FailureOrigin.Configuration,
            Message = $"The option '{name}' has been removed from NixOS.",
            Subject = new Subject(SubjectKind.Option, name),
            Location = places.Count > 0 ? new SourceLocation(places[0].File, places[0].Line, places[0].Column) : null,
            Related = [.. places.Skip(1)],
            Excerpt = error.Excerpt(Limits.ExcerptLines),
            Hint = $"Take the definition out. {removed.Groups["advice"].Value.Trim()}".Trim(),
        };
    }

    [GeneratedRegex(
        @"^The option definition [`'](?<name>[^']+)' in (?<files>.+?) no longer has any effect; please remove it\.(?<advice>.*)$",
        RegexOptions.Singleline)]
    private static partial Regex Removed();
}
