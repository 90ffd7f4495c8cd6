using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>The place of the package that nixpkgs refuses, in the definition that has it among others.</summary>
internal static partial class PackagePlaces
{
    private static readonly string[] Refused = [FailureCodes.UnfreePackage, FailureCodes.BrokenPackage, FailureCodes.InsecurePackage];

    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (!Refused.Contains(finding.Code) || finding.Subject is not { Kind: SubjectKind.Package, Name: { } package })
        {
            return finding;
        }

        var name = NameOf(package);
        if (finding.Location is not { Line: not null } place)
        {
            return Only(search, name) is { } only ? finding with { Location = only } : finding;
        }

        var inside = search.Files.Find(place.File) is { } file && file.Binding(file.Offset(place)) is { } binding
            && binding.Value.All().FirstOrDefault(node => Names(node, name)) is { } mention
                ? file.At(mention.Start)
                : null;
        return inside is null ? finding : finding with { Location = inside };
    }

    /// <summary>A package's name without its version, which begins with a digit behind a hyphen, as for lib.getName.</summary>
    public static string NameOf(string package) => Version().Replace(package, string.Empty);

    /// <summary>The only place where the files of the host have a package of that name.</summary>
    private static SourceLocation? Only(DefinitionSearch search, string name)
    {
        var places = search.Files.Reached
            .SelectMany(file => file.Root.All().Where(node => Names(node, name)).Select(node => file.At(node.Start)))
            .Distinct().Take(2).ToList();
        return places.Count == 1 ? places[0] : null;
    }

    private static bool Names(NixNode node, string name) => node switch
    {
        { Kind: NixNodeKind.Variable } => node.Text == name,
        { Kind: NixNodeKind.Select } => node.Names[^1].Text == name,
        _ => false,
    };

    [GeneratedRegex(@"-\d.*$")]
    private static partial Regex Version();
}
