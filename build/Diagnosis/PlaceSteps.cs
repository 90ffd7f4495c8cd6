using VmTest.Model;
using VmTest.Record;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>Makes the place of a finding more exact, one step after the other.</summary>
internal static class PlaceSteps
{
    // Each step looks whether the finding is of its kind, and otherwise hands it on unchanged. A later one may rely on what the
    // earlier ones found; the last one names what it all came to.
    private static readonly Func<Finding, FailedEvaluation, Finding>[] all =
    [
        (finding, of) => PackagePlaces.Locate(finding, of.Search),
        (finding, of) => DisabledModules.Locate(finding, of.Search),
        (finding, of) => UntrackedFiles.Correct(finding, of.Source),
        MissingFile,
        (finding, of) => OutsidePaths.Locate(finding, of.Search),
        (finding, of) => SyntaxPlaces.Locate(finding, of.Search),
        (finding, of) => ValuePlaces.Locate(finding, of.Error, of.Search),
        (finding, of) => DataPlaces.Locate(finding, of.Search),
        (finding, of) => DataValues.Locate(finding, of.Search),
        (finding, of) => CallPlaces.Locate(finding, of.Error, of.Source, of.Search),
        (finding, of) => FlakeFilePlaces.Locate(finding, of.Error, of.Search, of.Host),
        (finding, of) => SuggestedPlaces.Locate(finding, of.Error, of.Search),
        (finding, of) => InputFiles.Name(finding, of.Error, of.Source),
    ];

    public static Finding Locate(Finding finding, FailedEvaluation evaluation) =>
        all.Aggregate(finding, (found, step) => step(found, evaluation));

    /// <summary>A file that is missing is to blame on the line that names it.</summary>
    private static Finding MissingFile(Finding finding, FailedEvaluation of) =>
        finding is
        {
            Code: FailureCodes.MissingFile or FailureCodes.UntrackedFile, Subject.Name: { } name, Location: null or { File: FlakeFile },
        }
        && of.Search.Files.Mention(name) is { } place
            ? finding with { Location = place }
            : finding;
}
