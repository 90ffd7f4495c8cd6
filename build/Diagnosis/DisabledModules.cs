using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>An option that modules of inputs set, and that is missing because the flake leaves out the module that declares it.</summary>
internal static class DisabledModules
{
    private const string Attribute = "disabledModules";

    /// <summary>Shorter names stand in too many others.</summary>
    private const int ShortestName = 3;

    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (finding is not { Code: FailureCodes.OptionUnknown, Location: null, Subject.Name: { } option })
        {
            return finding;
        }

        var names = OptionPath.Parse(option);
        var place = search.Files.Reached.Concat(search.Files.Others)
            .SelectMany(file => file.Root.All().SelectMany(node => node.Bindings)
                .Where(binding => binding.Path is [{ Text: Attribute }] && Mentions(binding.Value, names))
                .Select(binding => file.At(binding.Start)))
            .FirstOrDefault();
        return place is null ? finding : finding with
        {
            Location = place,
            Hint = $"A module of an input sets it, and {Attribute} leaves out the one that declares it: keep that module, or bring a "
                + "module of your own that declares the option.",
        };
    }

    /// <summary>Whether the path of a module, such as services/web-servers/nginx, has one of the option's names.</summary>
    private static bool Mentions(NixNode modules, IReadOnlyList<string> option) => modules.All()
        .Any(node => option.Skip(1).Any(name => name.Length >= ShortestName && node.Text.Contains(name, StringComparison.Ordinal)));
}
