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
        if (!Refused.Contains(finding.Code) || finding.Subject is not { Kind: SubjectKind.Package, Name: { } package }
            || finding.Location is not { Line: not null } place)
        {
            return finding;
        }

        var name = Version().Replace(package, string.Empty);
        var inside = search.Files.Find(place.File) is { } file && file.Binding(file.Offset(place)) is { } binding
            && binding.Value.All().FirstOrDefault(node => Names(node, name)) is { } mention
                ? file.At(mention.Start)
                : null;
        return inside is null ? finding : finding with { Location = inside };
    }

    private static bool Names(NixNode node, string name) => node switch
    {
        { Kind: NixNodeKind.Variable } => node.Text == name,
        { Kind: NixNodeKind.Select } => node.Names[^1].Text == name,
        _ => false,
    };

    // As lib.getName does it: what begins with a digit behind a hyphen is the version.
    [GeneratedRegex(@"-\d.*$")]
    private static partial Regex Version();
}
