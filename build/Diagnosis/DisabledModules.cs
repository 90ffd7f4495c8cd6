using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>An option that modules of inputs set, and that is missing because the flake leaves out the module that declares it.</summary>
internal static class DisabledModules
{
    private const string Attribute = "disabledModules";

    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (finding is not { Code: FailureCodes.OptionUnknown, Location: null, Subject.Name: { } option })
        {
            return finding;
        }

        var names = OptionPath.Parse(option);
        List<(SourceLocation Place, bool IsLike)> found = [.. search.Files.Reached.Concat(search.Files.Others)
            .SelectMany(file => file.Root.All().SelectMany(node => node.Bindings)
                .Where(binding => binding.Path is [{ Text: Attribute }])
                .Select(binding => (file.At(binding.Start), Mentions(binding.Value, names))))];
        return found.OrderByDescending(each => each.IsLike).FirstOrDefault() is not ({ } place, _) ? finding : finding with
        {
            Location = place,
            Hint = $"A module of an input sets it, and {Attribute} leaves out the one that declares it: keep that module, or bring a "
                + "module of your own that declares the option.",
        };
    }

    private static bool Mentions(NixNode modules, IReadOnlyList<string> option) => modules.All()
        .Any(node => option.Skip(1).Any(name => node.Text.Contains(name, StringComparison.Ordinal)));
}
