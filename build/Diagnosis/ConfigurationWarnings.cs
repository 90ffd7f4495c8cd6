using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Diagnosis;

/// <summary>
/// What a configuration warns of while it evaluates: renamed and deprecated options, passwords in the store, warnings of
/// modules. Nix prints them as traces of the level of errors, or from 2.23 on by builtins.warn as warnings.
/// </summary>
internal static partial class ConfigurationWarnings
{
    /// <summary>Warnings of one host in a report.</summary>
    private const int MostWarnings = 20;

    /// <summary>Each warning once, in the order in which they came.</summary>
    /// <param name="outcome">The evaluation of a host, whatever became of it.</param>
    /// <param name="source">The files of the flake under test.</param>
    /// <param name="host">The host.</param>
    public static IReadOnlyList<Finding> Find(NixOutcome outcome, FlakeSource source, string host)
    {
        var texts = outcome.Log.Messages.Select(message => Warning().Match(message.Text)).Where(match => match.Success)
            .Select(match => Clean(match.Groups["text"].Value)).Distinct(StringComparer.Ordinal).Take(MostWarnings).ToList();
        if (texts.Count == 0)
        {
            return [];
        }

        var places = new TextPlaces(source, DefinitionSearch.Of(source, host));
        return [.. texts.Select(text => Describe(text, source, places))];
    }

    private static Finding Describe(string text, FlakeSource source, TextPlaces places)
    {
        var shown = SourceMentions.Name(text, source);
        return new Finding
        {
            Code = FailureCodes.EvaluationWarning,
            Origin = FailureOrigin.Configuration,
            Message = shown,
            // NixOS's warnings stand beside its assertions, and are made of the same stuff.
            Subject = new Subject(SubjectKind.Assertion, shown),
            Location = places.Find(text),
            Hint = "The configuration works as it is; follow the warning before it becomes an error.",
        };
    }

    private static string Clean(string text) => Spaces().Replace(Sanitizer.Line(text.Replace('\n', ' ')), " ").Trim();

    [GeneratedRegex(@"\A\s*(?:trace: (?:evaluation )?warning|evaluation warning): *(?<text>\S[\s\S]*)")]
    private static partial Regex Warning();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
