using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Diagnosis;

/// <summary>The call with a wrong set of arguments: Nix names the function, and it is the call that has to be changed.</summary>
internal static partial class CallPlaces
{
    public static Finding Locate(Finding finding, NixError error, FlakeSource source, DefinitionSearch search)
    {
        if (finding is not { Code: FailureCodes.Call, Subject: { Kind: SubjectKind.Attribute, Name: { } name } }
            || (Stated(error, source) ?? finding.Location) is not { Line: not null } place || search.Files.Find(place.File) is not { } file
            || Function(file, file.Offset(place)) is not { } function)
        {
            return finding;
        }

        var isTaken = function.Formals.Any(formal => formal.Name == name);
        List<(NixFile File, NixNode Call, NixNode Arguments)> calls = [.. Calls(file, function, search)
            .Where(call => Names(call.Arguments).Contains(name) != isTaken).DistinctBy(call => call.File.At(call.Call.Start)).Take(2)];
        if (calls is not [var (where, node, arguments)])
        {
            return finding;
        }

        var found = finding with { Related = [RelatedPlace.At(place, "the function"), .. finding.Related] };
        if (!isTaken)
        {
            return found with { Location = where.At(arguments.Bindings.First(binding => binding.Path[0].Text == name).Start) };
        }

        List<NixBinding> unknown = [.. arguments.Bindings.Where(binding => binding.Path is [{ Text: { } given }]
            && function.Formals.All(formal => formal.Name != given))];
        var nearest = NearestName.Find(name, unknown.Select(binding => binding.Path[0].Text!));
        var meant = unknown.Find(binding => binding.Path[0].Text == nearest);
        return meant is null ? found with { Location = where.At(node.Start) } : found with
        {
            Location = where.At(meant.Start),
            Hint = $"Correct the name: the call passes '{meant.Path[0].Text}', and the function takes '{name}'.",
        };
    }

    /// <summary>Nix up to 2.9 has the call as its position, and the function's in the text.</summary>
    private static SourceLocation? Stated(NixError error, FlakeSource source) =>
        FunctionPlace().Match(error.Core) is { Success: true } match && source.Relative(match.Groups["file"].Value) is { } file
            ? new SourceLocation(file, Number(match.Groups["line"]), Number(match.Groups["column"]))
            : null;

    private static int? Number(Group group) => int.TryParse(group.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static NixNode? Function(NixFile file, int offset) => file.Root.All()
        .FirstOrDefault(node => node is { Kind: NixNodeKind.Function, Formals.Count: > 0 } && node.Start == offset);

    /// <summary>The calls of a function that has a name, or is what a file gives.</summary>
    private static IEnumerable<(NixFile File, NixNode Call, NixNode Arguments)> Calls(
        NixFile file, NixNode function, DefinitionSearch search)
    {
        List<NixFile> files = [.. search.Files.Reached, .. search.Files.Others];
        var isImported = Bodies(file.Root).Contains(function);
        var names = file.Root.All().SelectMany(node => node.Bindings).Where(binding => Bodies(binding.Value).Contains(function))
            .Concat(isImported ? files.SelectMany(each => each.Root.All().SelectMany(node => node.Bindings)
                .Where(binding => IsImport(each, binding.Value))) : [])
            .Select(binding => binding.Path[^1].Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return files.SelectMany(each => each.Root.All().Where(node => node.Kind == NixNodeKind.Apply)
            .Where(node => names.Contains(NixApplication.Of(node).Name) || (isImported && IsImport(each, node)))
            .SelectMany(node => NixApplication.Of(node).Arguments.Where(argument => argument.Kind == NixNodeKind.Set
                && argument.Bindings.Any(binding => function.Formals.Any(formal => formal.Name == binding.Path[0].Text)))
                .Select(argument => (each, node, argument))));

        bool IsImport(NixFile from, NixNode node) => NixApplication.Of(node) is
        {
            Name: "import", Arguments: [{ Kind: NixNodeKind.Path } path, ..],
        } && search.Files.Import(from, path.Text)?.Name == file.Name;
    }

    /// <summary>An expression, and what functions and lets around it give in the end.</summary>
    private static IReadOnlyList<NixNode> Bodies(NixNode node)
    {
        List<NixNode> bodies = [node];
        while (bodies[^1] is { Kind: NixNodeKind.Function or NixNodeKind.Let } outer)
        {
            bodies.Add(outer.Items[0]);
        }

        return bodies;
    }

    private static IEnumerable<string?> Names(NixNode set) => set.Bindings.Select(binding => binding.Path[0].Text);

    [GeneratedRegex(@"function at (?<file>[^\n:]+):(?<line>\d{1,9}):(?<column>\d{1,9}) called with|'[^']*' at "
        + @"(?<file>[^\n:]+):(?<line>\d{1,9}):(?<column>\d{1,9}) called with")]
    private static partial Regex FunctionPlace();
}
