using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>Names the input in whose file an evaluation failed.</summary>
internal static class InputFiles
{
    /// <summary>A failure in it is nearly always one of what the configuration gives it, which has rules and places of its own.</summary>
    private const string Nixpkgs = "nixpkgs";

    /// <summary>Where the module system itself is: it says more about any failure than its own place does.</summary>
    private const string Library = "lib/";

    /// <summary>The same finding; where it struck in an input, with the input and the file.</summary>
    public static Finding Name(Finding finding, NixError error, FlakeSource source)
    {
        var step = error.Steps().FirstOrDefault(step => step.File is not null);
        if (step is null || source.Input(step.File!) is not var (input, path)
            || (input == Nixpkgs && (finding.Location is not null || (finding.Subject is not null && IsLibrary(path)))))
        {
            return finding;
        }

        var file = $"{input}: {path}";
        var place = new SourceLocation(file, step.Line).ToString();
        return finding with
        {
            Subject = finding.Subject is null || finding.Subject.Name == finding.Location?.File
                ? new Subject(SubjectKind.File, file)
                : finding.Subject,
            Message = finding.Message.Contains(file, StringComparison.Ordinal) ? finding.Message
                : $"{finding.Message.TrimEnd('.')} (in {place}).",
            Hint = $"{finding.Hint} It fails in a file of the input '{input}': look at what the flake passes to it.".Trim(),
        };
    }

    private static bool IsLibrary(string path) =>
        path.StartsWith(Library, StringComparison.Ordinal) || path.Contains("/" + Library, StringComparison.Ordinal);
}
