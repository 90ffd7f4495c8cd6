using System.Globalization;
using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>The place in a data file that is malformed: Nix names the call that reads it, and the line without the file.</summary>
internal static partial class DataPlaces
{
    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (finding is not { Code: FailureCodes.Data, Location: { Line: not null } call } || search.Files.Find(call.File) is not { } file
            || Line().Match($"{finding.Message}\n{string.Join('\n', finding.Excerpt)}") is not { Success: true } match)
        {
            return finding;
        }

        var offset = file.Offset(call);
        var path = file.Root.All().Where(node => node.Kind == NixNodeKind.Apply && node.Start == offset)
            .SelectMany(node => node.All()).FirstOrDefault(node => node.Kind == NixNodeKind.Path);
        return path is null || search.Files.Target(file, path.Text) is not { } data ? finding : finding with
        {
            Location = new SourceLocation(data, Number("line"), Number("column")),
            Subject = new Subject(SubjectKind.File, data),
            Related = [RelatedPlace.At(call, "reads the file")],
        };

        int? Number(string group) => int.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Of JSON (nlohmann::json), and of TOML (toml11), which shows the line behind its number.
    [GeneratedRegex(@"\bline (?<line>\d{1,6}), column (?<column>\d{1,6})|^\s*(?<line>\d{1,6}) \| ", RegexOptions.Multiline)]
    private static partial Regex Line();
}
