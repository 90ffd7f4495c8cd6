using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>
/// The attribute that a module of an input misses, under the name that the flake gives it: Nix suggests names that are there, and
/// where the flake has one of them once only, that one is wrong.
/// </summary>
internal static partial class SuggestedPlaces
{
    public static Finding Locate(Finding finding, NixError error, DefinitionSearch search)
    {
        // The whole way to the error tells more.
        if (finding is not { Code: FailureCodes.MissingAttribute, Location: null, Subject.Name: { } wanted }
            || error.Text.Contains("--show-trace", StringComparison.Ordinal)
            || error.Suggestion() is not { } suggestion)
        {
            return finding;
        }

        var names = Name().Matches(suggestion).Select(match => match.Value)
            .Where(name => name is not ("Did" or "you" or "mean" or "one" or "of" or "or")).ToHashSet(StringComparer.Ordinal);
        List<(SourceLocation Place, string Name)> found = [.. search.Files.Reached.SelectMany(file => file.Root.All()
            .SelectMany(node => node.Bindings)
            .Where(binding => binding.Path.Any(part => part.Text is { } text && names.Contains(text)))
            .Select(binding => (file.At(binding.Start), binding.Path.First(part => names.Contains(part.Text!)).Text!))).Take(2)];
        return found is not [var (place, name)] ? finding : finding with
        {
            Location = place,
            Hint = $"Correct the name '{name}' to '{wanted}', or define '{wanted}'.",
        };
    }

    [GeneratedRegex(@"[A-Za-z_][\w'-]*")]
    private static partial Regex Name();
}
