using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>
/// The place in flake.nix of what Nix says without one: an input, an attribute that flakes do not have, and a host whose
/// evaluation fails before any file of it is read.
/// </summary>
internal static partial class FlakeFilePlaces
{
    private const string Inputs = "inputs";

    /// <summary>Failures that strike before an output of the flake is looked at; all but the last are of its inputs.</summary>
    private static readonly string[] OfInputs =
        [FailureCodes.FlakeMissing, FailureCodes.MissingFile, FailureCodes.MissingAttribute, FailureCodes.EvaluationOther];

    public static Finding Locate(Finding finding, NixError error, DefinitionSearch search, string? host)
    {
        if (finding.Location is not null || search.Files.Find(FlakeFile) is not { } file)
        {
            return finding;
        }

        finding = Missing(finding, error);
        if (host is not null && IsAsked(finding, error) && Host(search, host) is { } system)
        {
            return finding with
            {
                Location = system,
                Message = $"The host '{host}' is no NixOS system: {char.ToLowerInvariant(finding.Message[0])}{finding.Message[1..]}",
                Hint = $"Let nixosConfigurations.{host} be what nixpkgs.lib.nixosSystem {{ … }} gives.",
            };
        }

        var place = finding.Code == FailureCodes.Syntax && finding.Subject is { Kind: SubjectKind.Attribute, Name: { } attribute }
                ? Defined(file, search, [attribute])
            : OfInputs.Contains(finding.Code) && Input(file, error, search) is { } input ? input
            : null;
        return place is null ? finding : finding with { Location = place };
    }

    /// <summary>Whether it fails in what is asked of any host, and on no way through the flake or an input.</summary>
    private static bool IsAsked(Finding finding, NixError error) =>
        finding.Code is FailureCodes.Type or FailureCodes.MissingAttribute && error.Steps().All(IsInQuestion)
        && !Fetching().IsMatch(error.Text);

    /// <summary>Nix up to 2.9 has the text of the question as the file.</summary>
    private static bool IsInQuestion(TraceStep step) =>
        step.File is { } file && (file == "«string»" || !(file.StartsWith('/') || file.StartsWith('«')));

    /// <summary>A folder that is missing is the input itself where Nix fetches one.</summary>
    private static Finding Missing(Finding finding, NixError error) =>
        finding is not { Code: FailureCodes.MissingFile, Subject.Name: { } path } || !Fetching().IsMatch(error.Text) ? finding
            : finding with
            {
                Code = FailureCodes.FlakeMissing,
                Subject = new Subject(SubjectKind.File, Slashes().Replace(path, "/")),
                Message = $"The flake's input{(Named(error) is { } name ? $" '{name}'" : string.Empty)} is missing: "
                    + $"'{Slashes().Replace(path, "/")}' does not exist.",
                Hint = "Create the folder, or correct the URL of the input; a folder outside the flake is on one machine only.",
            };

    /// <summary>Where flake.nix says what the input is; for one that nothing says it of, where outputs takes it.</summary>
    private static SourceLocation? Input(NixFile file, NixError error, DefinitionSearch search)
    {
        if (Follows().Match(error.Core) is { Success: true } follows)
        {
            // 'home-manager/nixpkgs': the input of an input.
            IReadOnlyList<string> path = [.. follows.Groups["name"].Value.Split('/').SelectMany(name => new[] { Inputs, name })];
            return Defined(file, search, [.. path, "follows"]) ?? Defined(file, search, path);
        }

        return Named(error) is not { } input ? null
            : Defined(file, search, [Inputs, input, "url"]) ?? Defined(file, search, [Inputs, input]) ?? Argument(file, input);
    }

    private static string? Named(NixError error) => InputName().Match(error.Text) is { Success: true } match
        ? match.Groups["name"].Value
        : null;

    private static SourceLocation? Argument(NixFile file, string name) =>
        file.Root.Bindings.Where(binding => binding.Path is [{ Text: "outputs" }])
            .SelectMany(binding => binding.Value.Formals.Where(formal => formal.Name == name))
            .Select(formal => file.At(formal.Start)).FirstOrDefault();

    private static SourceLocation? Host(DefinitionSearch search, string host) =>
        search.Everywhere(["nixosConfigurations", host]) is [var found, ..] ? found.Place : null;

    private static SourceLocation? Defined(NixFile file, DefinitionSearch search, IReadOnlyList<string> path) =>
        DefinitionReader.InModule(file, path, search.Files.Import).FirstOrDefault(definition => definition.IsWhole)?.Place;

    // With the trace of the input that is fetched, and of the flake whose inputs are resolved.
    [GeneratedRegex(@"while fetching the input|while updating the (?:flake input|lock file)")]
    private static partial Regex Fetching();

    [GeneratedRegex(@"while updating the flake input '(?<name>[\w-]+)|cannot find flake '(?:flake:)?(?<name>[\w-]+)' in the flake reg")]
    private static partial Regex InputName();

    [GeneratedRegex(@"input '(?<name>[\w-]+(?:/[\w-]+)*)' (?:of flake '[^']*' )?follows a non-existent input")]
    private static partial Regex Follows();

    [GeneratedRegex(@"^/{2,}")]
    private static partial Regex Slashes();
}
