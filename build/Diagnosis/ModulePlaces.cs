using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>Finds the place of a module that a message names.</summary>
internal sealed class ModulePlaces(FlakeSource source, DefinitionSearch search)
{
    private static readonly string[] Lists = ["imports", "modules"];

    /// <param name="finding">About a module, with the file that the message names as its place.</param>
    /// <param name="module">The name that the module system gives it.</param>
    public Finding Locate(Finding finding, string module)
    {
        if (finding.Subject?.Kind == SubjectKind.Option)
        {
            return new OptionPlaces(source, search).LocateDeclaration(finding);
        }

        if (finding is not { Location: { Line: null, File: var name } } || search.Files.Find(name) is not { } file)
        {
            return finding;
        }

        if (finding is { Subject: { Kind: SubjectKind.Attribute, Name: var attribute } }
            && search.In(name, [attribute]) is [{ IsWhole: true } found, ..])
        {
            return finding with { Location = found.Place };
        }

        // A module without a file of its own is an element of the list that imports it.
        var entry = ModuleMessages.Number(module) is { } number
            ? file.Root.All().SelectMany(node => node.Bindings)
                .Where(binding => binding.Path is [{ Text: { } text }] && Lists.Contains(text) && binding.Value.Items.Count >= number)
                .Select(binding => binding.Value.Items[number - 1]).FirstOrDefault()
            : null;
        return finding with { Location = file.At(entry?.Start ?? file.Root.Start) };
    }
}
