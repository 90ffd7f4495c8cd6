using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>A path outside the flake that is read: the line that spells it, where Nix names none.</summary>
internal static class OutsidePaths
{
    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (finding is not { Code: FailureCodes.Impure, Location: null, Subject: { Kind: SubjectKind.File, Name: { } path } }
            || search.Files.Spelled(path) is not var (place, kind))
        {
            return finding;
        }

        // A submodule is given by a set, or by the file of a module: text that begins with a slash is one.
        return kind == NixNodeKind.Path ? finding with { Location = place } : finding with
        {
            Location = place,
            Message = $"The text '{path}' is given to an option that takes a set, which reads it as the file of a module, and that lies "
                + "outside the flake.",
            Hint = "Give the option the set that it takes, such as { device = \"" + path + "\"; }, and not the path alone.",
        };
    }
}
