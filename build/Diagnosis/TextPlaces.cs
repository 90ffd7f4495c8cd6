using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>Finds what a text, such as that of an assertion or a throw, speaks of in the files of the flake.</summary>
internal sealed partial class TextPlaces(FlakeSource source, DefinitionSearch search)
{
    private const string Sets = "sets ";

    /// <summary>Fewer characters that are written rather than computed stand in many strings.</summary>
    private const int TellingCharacters = 10;

    private const int ShortestName = 3;

    private const int MostRelated = 8;

    /// <summary>Names of an instance: <c>users.users.bob</c>.</summary>
    private const int InstanceNames = 3;

    private static readonly TimeSpan PatternMatch = TimeSpan.FromSeconds(1);

    /// <summary>What texts of NixOS's modules speak of without the name of its option.</summary>
    private static readonly (Regex Words, string[] Options)[] Spoken =
    [
        (UniqueIds(), ["users.users.*.uid", "users.groups.*.gid"]),
        (MountPoint(), ["fileSystems.\"{name}\""]),
        (RootFileSystem(), ["fileSystems"]),
        (UserAccount(), ["users.users.\"{name}\""]),
        (UserGroup(), ["users.groups.\"{name}\""]),
    ];

    /// <summary>The place where the text itself is written; null where it is written nowhere, or in several places.</summary>
    public SourceLocation? Written(string text)
    {
        if (SourceSearch.Find(source, text) is { } place)
        {
            return place;
        }

        var plain = Spaces().Replace(text, " ").Trim();
        var found = search.Files.Reached.Concat(search.Files.Others)
            .SelectMany(file => file.Root.All()
                .Where(node => node.Kind == NixNodeKind.String && Says(node, plain)).Select(node => file.At(node.Start)))
            .Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>The definitions of what the text names, the most telling first.</summary>
    public IReadOnlyList<(SourceLocation Place, string What)> Named(string text)
    {
        foreach (var (words, options) in Spoken)
        {
            if (words.Match(text) is { Success: true } match && Defined(options, match.Groups["name"].Value) is { Count: > 0 } spoken)
            {
                return spoken;
            }
        }

        List<IReadOnlyList<string>> paths = [.. OptionName().Matches(text).Select(match => OptionPath.Parse(match.Value))];
        List<(SourceLocation, string)> places = [.. paths.SelectMany(path => Instance(path).Select(found => (found.Place, Name(path))))
            .DistinctBy(each => each.Place).Take(MostRelated)];
        if (places.Count > 0)
        {
            return places;
        }

        // A set that the option would be in says where it can be put.
        places = [.. paths.Select(path => (Path: path, Found: search.Nearest(path))).Where(each => each.Found.Count > 0)
            .OrderByDescending(each => each.Found[0].Wanted).Take(1).Select(each => (each.Found[0].Place, Name(each.Path)))];
        return places.Count > 0 ? places : Quoted(text);
    }

    /// <summary>
    /// The first definition of what the text names: where it names a file of the flake, the one in that file, else the file.
    /// </summary>
    public SourceLocation? Find(string text)
    {
        var file = SourceMentions.Own(text, source).FirstOrDefault();
        return Named(text).Select(each => each.Place).FirstOrDefault(place => file is null || place.File == file)
            ?? (file is null ? null : new SourceLocation(file));
    }

    /// <summary>The definitions of an option, or of the instance that it belongs to: the user of users.users.NAME.group.</summary>
    private IReadOnlyList<Definition> Instance(IReadOnlyList<string> path) =>
        search.Everywhere(path) is { Count: > 0 } found ? found
            : path.Count <= InstanceNames ? []
            : search.Everywhere([.. path.Take(path.Count - 1)]) is { Count: > 0 } above ? [above[0]]
            : [];

    /// <summary>A name in quotes that the files have once only, as an attribute or as a string.</summary>
    private IReadOnlyList<(SourceLocation Place, string What)> Quoted(string text)
    {
        foreach (var name in QuotedName().Matches(text).Select(match => match.Groups["name"].Value)
            .Where(name => name.Length >= ShortestName))
        {
            var places = search.Files.Reached
                .SelectMany(file => file.Root.All().SelectMany(node => Mentions(file, node, name)))
                .Distinct().Take(2).ToList();
            if (places.Count == 1)
            {
                return [(places[0], Sets + name)];
            }
        }

        return [];
    }

    private static IEnumerable<SourceLocation> Mentions(NixFile file, NixNode node, string name) =>
        node is { Kind: NixNodeKind.String, Items.Count: 0 } && node.Text == name ? [file.At(node.Start)]
            : node.Bindings.Where(binding => binding.Path.Any(part => part.Text == name))
                .Select(binding => file.At(binding.Start));

    private List<(SourceLocation Place, string What)> Defined(IReadOnlyList<string> options, string name)
    {
        List<(SourceLocation, string)> places = [];
        foreach (var path in options.Select(option => OptionPath.Parse(option.Replace("{name}", name, StringComparison.Ordinal))))
        {
            var found = search.Everywhere(path);
            // "must be unique": the equal ones.
            var equal = found.GroupBy(definition => ShownValue.Text(definition.Value))
                .Where(group => group.Key is not null && group.Count() > 1)
                .SelectMany(group => group).ToList();
            places.AddRange((path.Contains(OptionPath.Any) ? equal : found).Select(definition => (definition.Place, Name(path))));
        }

        return places;
    }

    private static bool Says(NixNode node, string text)
    {
        var parts = Spaces().Replace(node.Text, " ").Trim().Split("${}");
        if (parts.Sum(part => part.Length) < TellingCharacters)
        {
            return false;
        }

        try
        {
            return Regex.IsMatch(text, $"^{string.Join(".*", parts.Select(Regex.Escape))}$",
                RegexOptions.CultureInvariant | RegexOptions.Singleline, PatternMatch);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Name(IReadOnlyList<string> path) => Sets + string.Join('.', path);

    [GeneratedRegex(@"\bUIDs and GIDs must be unique")]
    private static partial Regex UniqueIds();

    [GeneratedRegex(@"mount ?point [‘'`""](?<name>[^’'""\s]+)[’'""]", RegexOptions.IgnoreCase)]
    private static partial Regex MountPoint();

    [GeneratedRegex(@"does not specify your root file system")]
    private static partial Regex RootFileSystem();

    [GeneratedRegex(@"\buser(?: account)? [‘'`""](?<name>[\w.-]+)[’'""]", RegexOptions.IgnoreCase)]
    private static partial Regex UserAccount();

    [GeneratedRegex(@"\bgroup [‘'`""](?<name>[\w.-]+)[’'""]", RegexOptions.IgnoreCase)]
    private static partial Regex UserGroup();

    // services.nginx.virtualHosts.<name>.root; no URL, no file.
    [GeneratedRegex(@"(?<![\w./@-])[a-zA-Z][\w-]*(?:\.(?:[\w-]+|""[^""\n]+""|<[\w?]+>|‹name›|\*))+(?![\w/])")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"[‘'`""](?<name>[^‘’'`""\s]{1,200})[’'""]")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
