using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Text;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>Explains an evaluation that failed.</summary>
internal static partial class EvaluationDiagnosis
{
    /// <summary>How a shell reports a death by signal N: 128+N.</summary>
    private const int DeathBySignal = 128;

    /// <param name="errors">Nix's messages of level error, or its last words where it has none.</param>
    /// <param name="source">The files of the flake under test.</param>
    /// <param name="host">The host that was evaluated; null for the flake itself.</param>
    /// <param name="exitCode">How Nix ended.</param>
    /// <returns>At least one cause.</returns>
    public static IReadOnlyList<Finding> Explain(IReadOnlyList<NixError> errors, FlakeSource source, string? host, int exitCode)
    {
        var search = DefinitionSearch.Of(source, host);
        foreach (var error in errors)
        {
            var evaluation = new FailedEvaluation(error, source, search, host);
            if (Assertions(error) is { Count: > 0 } assertions)
            {
                return [.. assertions.Select(text => AssertionPlaces.Describe(text, error, source, search))];
            }

            if (ModuleArguments.Find(error, source, search) is { } argument)
            {
                return [argument];
            }

            foreach (var rule in EvaluationRules.All)
            {
                if (rule.Pattern.Match(rule.InTrace ? error.Text : error.Core) is { Success: true } match)
                {
                    return [PlaceSteps.Locate(OfRule(rule, match, error, source, search), evaluation)];
                }
            }
        }

        return [Unknown(errors, source, search, exitCode)];
    }

    /// <summary>
    /// Whether the way to the error would tell more than is known: a place that follows from an option alone is that of the
    /// definition, and not of the expression in it that fails.
    /// </summary>
    public static bool WantsTrace(IReadOnlyList<Finding> failures, IReadOnlyList<NixError> errors, FlakeSource source) =>
        failures.Any(failure => failure.Code is FailureCodes.InfiniteRecursion or FailureCodes.EvaluationOther)
        || (failures.Any(failure => failure.Code is FailureCodes.Throw or FailureCodes.Data or FailureCodes.Type or FailureCodes.Call
                or FailureCodes.MissingFile or FailureCodes.Impure)
            && !errors.Any(error => EvaluationPlaces.IsFramed(error, source)))
        || failures.Any(failure => failure.Location?.Line is null
            && (failure.Code.StartsWith(FailureCodes.EvaluationPrefix, StringComparison.Ordinal)
            || failure is { Code: FailureCodes.HashMismatch, Subject.Kind: SubjectKind.Url })
            && failure.Code is not (FailureCodes.Assertion or FailureCodes.FlakeMissing or FailureCodes.HostUnknown
            or FailureCodes.UntrackedFile));

    private static Finding OfRule(EvaluationRule rule, Match match, NixError error, FlakeSource source, DefinitionSearch search)
    {
        var named = match.Groups["file"] is { Success: true } file ? new SourceLocation(file.Value) : null;
        var place = EvaluationPlaces.Find(error, named, source, search);
        var name = source.Name(match.Groups["name"].Value.Trim());
        var subject = match.Groups["name"].Success ? new Subject(rule.Subject, name)
            : place is not null ? new Subject(SubjectKind.File, place.File)
            : null;
        var definitions = EvaluationPlaces.Definitions(error, source);
        var where = definitions.Count > 0 ? $" ({string.Join(", ", definitions)})" : string.Empty;
        var message = Template.Fill(rule.Message, Value);
        if (where.Length > 0)
        {
            message = message.TrimEnd('.') + where + ".";
        }

        var finding = new Finding
        {
            Code = rule.Code,
            Origin = FailureOrigin.Configuration,
            Message = error.Suggestion() is { } suggestion ? $"{message} {suggestion}" : message,
            Subject = subject,
            Location = place,
            Excerpt = error.Excerpt(Limits.ExcerptLines),
            Hint = Template.Fill(rule.Hint, Value),
        };
        return named is null ? new OptionPlaces(source, search).Locate(finding, error)
            : new ModulePlaces(source, search).Locate(finding, match.Groups["module"].Value);

        string Value(string key) => key switch
        {
            "name" => name,
            "quoted" => ShellWord.Of(name),
            "pname" => PackagePlaces.NameOf(name),
            "place" => place is null ? "the flake" : place.ToString(),
            _ => SourceMentions.Name(match.Groups[key].Value.Trim(), source),
        };
    }

    /// <summary>All assertions of a NixOS configuration that failed stand in one message.</summary>
    private static IReadOnlyList<string> Assertions(NixError error)
    {
        const string head = "Failed assertions:";
        var at = error.Core.IndexOf(head, StringComparison.Ordinal);
        if (at < 0)
        {
            return [];
        }

        return [.. AssertionStart().Split(error.Core[(at + head.Length)..])
            .Select(text => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            .Where(text => text.Length > 0)];
    }

    private static Finding Unknown(
        IReadOnlyList<NixError> errors, FlakeSource source, DefinitionSearch search, int exitCode)
    {
        if (errors.Count == 0)
        {
            var killed = exitCode > DeathBySignal;
            return new Finding
            {
                Code = FailureCodes.EvaluationOther,
                Origin = killed ? FailureOrigin.Environment : FailureOrigin.Configuration,
                Message = killed
                    ? $"Nix was killed by signal {exitCode - DeathBySignal} and said nothing."
                    : $"Nix ended with exit code {exitCode} and said nothing.",
                Hint = killed
                    ? "Signal 9 is usually this machine running out of memory."
                    : "Run the same command by hand with --show-trace.",
            };
        }

        var error = errors[0];
        var text = SourceMentions.Name(FirstLine(error), source);
        var places = new TextPlaces(source, search);
        var written = places.Written(FirstLine(error));
        // Versions without the frame of throw give its text no position; their own errors have one, or words that a rule knows.
        var thrown = error.IsThrow || (!error.CauseLast && error.Message is { Raw: not null, File: null }) || written is not null
            || Spoken().IsMatch(text);
        var named = thrown ? places.Named(error.Core) : [];
        var traced = EvaluationPlaces.Find(error, null, source, search);
        var place = traced is { Line: not null, File: not FlakeFile } && (written is null || EvaluationPlaces.IsFramed(error, source))
            ? traced
            : written ?? (named.Count > 0 ? named[0].Place : null) ?? traced;
        return InputFiles.Name(
            new Finding
            {
                Code = thrown ? FailureCodes.Throw : FailureCodes.EvaluationOther,
                Origin = FailureOrigin.Configuration,
                Message = thrown ? text : $"The evaluation failed: {text}",
                Subject = place is null ? null : new Subject(SubjectKind.File, place.File),
                Location = place,
                Excerpt = error.Excerpt(Limits.ExcerptLines),
                Hint = thrown ? "Follow the message: the configuration itself throws it." : "Read the excerpt; it is Nix's own message.",
            },
            error,
            source);
    }

    private static string FirstLine(NixError error) =>
        error.Core.Split('\n').Select(each => each.Trim()).FirstOrDefault(each => each.Length > 0) ?? error.Text.Trim();

    // Nix's own messages begin in lower case, and no package of its own was ever renamed.
    [GeneratedRegex(@"^(?:[A-Z‘“""`]|'[^']+' (?:has been|was|is) )|has been (?:renamed|removed|replaced|superseded)")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"^- ", RegexOptions.Multiline)]
    private static partial Regex AssertionStart();
}
