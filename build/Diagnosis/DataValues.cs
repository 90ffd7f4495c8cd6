using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>The place of a wrong option in the JSON or TOML file that the configuration takes it from.</summary>
internal static class DataValues
{
    // A name that stands for a name that stands for …
    private const int MaximumDepth = 8;

    private static readonly string[] readers = ["importJSON", "fromJSON", "importTOML", "fromTOML"];

    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (finding is not
            {
                Code: FailureCodes.OptionType or FailureCodes.OptionUnknown, Subject: { Kind: SubjectKind.Option, Name: { } option },
                Location: { } place,
            }
            || search.Files.Find(place.File) is not { } file)
        {
            return finding;
        }

        var path = OptionPath.Parse(option);
        return place.Line is null ? OfModule(finding, path, file, search) : OfDefinition(finding, path, place, file, search);
    }

    private static Finding OfDefinition(
        Finding finding, IReadOnlyList<string> option, SourceLocation place, NixFile file, DefinitionSearch search) =>
        file.Binding(file.Offset(place)) is { } binding && Read(binding.Value, file, MaximumDepth) is { } read
            && In(read, [.. Below(option, binding)], file, search) is { } data
            ? At(finding, data, place)
            : finding;

    /// <summary>A module that is a data file as a whole: of its definitions only the module's file is known.</summary>
    private static Finding OfModule(Finding finding, IReadOnlyList<string> option, NixFile file, DefinitionSearch search)
    {
        var module = file.Root;
        while (module is { Kind: NixNodeKind.Function or NixNodeKind.Let, Items: [var body, ..] })
        {
            module = body;
        }

        var imported = module.Bindings.Where(binding => binding.Path is [{ Text: "imports" }]).SelectMany(binding => binding.Value.Items);
        foreach (var node in imported.Prepend(module))
        {
            if (Read(node, file, MaximumDepth) is { } read && In(read, option, file, search) is { } data)
            {
                return At(finding, data, file.At(node.Start));
            }
        }

        return finding;
    }

    private static SourceLocation? In(DataRead read, IReadOnlyList<string> option, NixFile file, DefinitionSearch search)
    {
        if (search.Files.Target(file, read.Path) is not { } name || search.Files.Find(name) is not { } data)
        {
            return null;
        }

        IReadOnlyList<string> keys = [.. read.Keys, .. option];
        return (read.IsToml ? DataKeys.Toml(data.Text, keys) : DataKeys.Json(data.Text, keys)) is { } at ? data.At(at) : null;
    }

    private static Finding At(Finding finding, SourceLocation data, SourceLocation place) => finding with
    {
        Location = data,
        Related = [RelatedPlace.At(place, "takes it from the file"), .. finding.Related ?? []],
    };

    /// <summary>The file that a value is read from, and what of it is selected; null where it comes from no file.</summary>
    private static DataRead? Read(NixNode value, NixFile file, int depth)
    {
        switch (value)
        {
            case { Kind: NixNodeKind.Apply } when NixApplication.Of(value) is { Arguments: [var from] } call && readers.Contains(call.Name):
                return from.All().FirstOrDefault(node => node.Kind == NixNodeKind.Path) is { } path
                    ? new DataRead(path.Text, call.Name.EndsWith("TOML", StringComparison.Ordinal), [])
                    : null;
            case { Kind: NixNodeKind.Select } when value.Names.All(name => name.Text is not null):
                return Read(value.Items[0], file, depth) is { } read
                    ? read with { Keys = [.. read.Keys, .. value.Names.Select(name => name.Text!)] }
                    : null;
            case { Kind: NixNodeKind.Variable } when depth > 0:
                return file.Root.All().Where(node => node.Kind == NixNodeKind.Let).SelectMany(node => node.Bindings)
                    .Where(binding => binding.Path is [var name] && name.Text == value.Text).ToList() is [var only]
                        ? Read(only.Value, file, depth - 1)
                        : null;
            default:
                return null;
        }
    }

    /// <summary>What of an option's path lies in the value of a definition.</summary>
    private static IEnumerable<string> Below(IReadOnlyList<string> option, NixBinding binding)
    {
        List<string?> own = [.. binding.Path.Select(name => name.Text)];
        var start = Enumerable.Range(0, option.Count).LastOrDefault(at => option.Skip(at).Take(own.Count).SequenceEqual(own), -1);
        return start < 0 ? [] : option.Skip(start + own.Count);
    }

    /// <param name="Path">As it stands in the file that reads it.</param>
    /// <param name="IsToml">Otherwise it is JSON.</param>
    /// <param name="Keys">What is selected in it.</param>
    private sealed record DataRead(string Path, bool IsToml, IReadOnlyList<string> Keys);
}
