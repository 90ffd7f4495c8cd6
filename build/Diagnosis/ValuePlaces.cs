using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>The place of a value of the wrong type, where Nix names what is around it or the library that is given it.</summary>
internal static partial class ValuePlaces
{
    private const string ModuleSystem = "/lib/modules.nix";

    public static Finding Locate(Finding finding, NixError error, DefinitionSearch search) =>
        finding.Code != FailureCodes.Type ? finding
            : Interpolated(finding, search) ?? Condition(finding, error, search) ?? Shown(finding, error, search)
                ?? Merged(finding, error, search) ?? finding;

    /// <summary>mkIf whose condition is none: Nix names the option that is looked at, which stands inside.</summary>
    private static Finding? Condition(Finding finding, NixError error, DefinitionSearch search)
    {
        if (!error.Core.Contains("non-Boolean condition", StringComparison.Ordinal) || finding.Location is not { Line: not null } place
            || search.Files.Find(place.File) is not { } file)
        {
            return null;
        }

        var offset = file.Offset(place);
        List<NixNode> around = [.. file.Root.All().Where(node => node.Kind == NixNodeKind.Apply
            && NixApplication.Of(node) is { Name: "mkIf", Arguments: [_, var content] }
            && content.All().Any(inner => inner.Start == offset || inner.Bindings.Any(binding => binding.Start == offset)))];
        var wrong = around.LastOrDefault(node => !IsCondition(NixApplication.Of(node).Arguments[0])) ?? around.LastOrDefault();
        return wrong is null ? null : finding with { Location = file.At(wrong.Start) };
    }

    private static bool IsCondition(NixNode node) => node switch
    {
        { Kind: NixNodeKind.Operator } => true,
        { Kind: NixNodeKind.Variable } => node.Text is "true" or "false",
        { Kind: NixNodeKind.Select } => node.Names[^1].Text is "enable",
        _ => false,
    };

    /// <summary>The set that cannot be a text, inside the definition that Nix names: the one with the names that Nix shows.</summary>
    private static Finding? Shown(Finding finding, NixError error, DefinitionSearch search)
    {
        if (ShownSet().Match(error.Core) is not { Success: true } shown || finding.Location is not { Line: not null } place
            || search.Files.Find(place.File) is not { } file || file.Binding(file.Offset(place)) is not { } outer)
        {
            return null;
        }

        List<NixBinding> found = [.. outer.Value.All().SelectMany(node => node.Bindings).Where(binding =>
            binding.Value.Kind == NixNodeKind.Set
            && binding.Value.Bindings.Any(inner => inner.Path[0].Text == shown.Groups["name"].Value))];
        return found.Count != 1 ? null : finding with
        {
            Location = file.At(found[0].Start),
            Message = $"The value of '{string.Join('.', found[0].Path.Select(name => name.Text ?? "…"))}' is a set and cannot be made a "
                + "string.",
        };
    }

    /// <summary>What is interpolated in a text of several lines: Nix names where the text begins.</summary>
    private static Finding? Interpolated(Finding finding, DefinitionSearch search)
    {
        if (finding.Location is not { Line: not null } place || search.Files.Find(place.File) is not { } file
            || !finding.Excerpt.Any(line => line.Contains("cannot coerce", StringComparison.Ordinal)))
        {
            return null;
        }

        var offset = file.Offset(place);
        var text = file.Root.All().FirstOrDefault(node => node.Kind == NixNodeKind.String && node.Start == offset);
        var wrong = text is null or { Items.Count: 0 } ? null : text.Items.Count == 1 ? text.Items[0] : OnlyWrong(text, file);
        return wrong is null ? null : finding with { Location = file.At(wrong.Start) };
    }

    /// <summary>The only one of the values that is known to be no text; null where it cannot be known.</summary>
    private static NixNode? OnlyWrong(NixNode text, NixFile file)
    {
        var variables = file.Root.All().Where(node => node.Kind == NixNodeKind.Let).SelectMany(node => node.Bindings)
            .Where(binding => binding is
            {
                Path: [{ Text: not null }], Value.Kind: NixNodeKind.Literal or NixNodeKind.Set or NixNodeKind.List or NixNodeKind.Function,
            })
            .Select(binding => binding.Path[0].Text!).ToHashSet(StringComparer.Ordinal);
        List<NixNode> wrong = [.. text.Items.Where(item => item.Kind == NixNodeKind.Variable && variables.Contains(item.Text))];
        return wrong.Count == 1 ? wrong[0] : null;
    }

    /// <summary>mkMerge that is given something else than a list is noticed wherever the module system looks at its options.</summary>
    private static Finding? Merged(Finding finding, NixError error, DefinitionSearch search)
    {
        if (error.Steps().FirstOrDefault(step => step.Line is not null)?.File?.EndsWith(ModuleSystem, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var place = search.Files.Reached.SelectMany(file => file.Root.All()
            .Where(node => node.Kind == NixNodeKind.Apply && NixApplication.Of(node) is
            {
                Name: "mkMerge", Arguments: [{ Kind: NixNodeKind.Set or NixNodeKind.String or NixNodeKind.Literal or NixNodeKind.Path }],
            })
            .Select(node => file.At(node.Start))).FirstOrDefault();
        return place is null ? null : finding with
        {
            Location = place,
            Subject = new Subject(SubjectKind.File, place.File),
            Message = $"mkMerge is given something else than a list in {place}.",
            Hint = "Give it a list of what is to be merged: mkMerge [ { … } { … } ].",
        };
    }

    [GeneratedRegex(@"cannot coerce a set to a string: \{ ""?(?<name>[\w-]+)""? = ")]
    private static partial Regex ShownSet();
}
