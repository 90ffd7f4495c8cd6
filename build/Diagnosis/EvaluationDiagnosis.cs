using System.Globalization;
using VmTest.Nix;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Diagnosis;

/// <summary>Explains an evaluation that failed.</summary>
internal static class EvaluationDiagnosis
{
    /// <param name="errors">Nix's messages of level error, or its last words where it has none.</param>
    /// <param name="flake">The flake under test.</param>
    /// <param name="exitCode">How Nix ended.</param>
    public static Failure Explain(IReadOnlyList<NixMessage> errors, string flake, int exitCode)
    {
        foreach (var rule in EvaluationRules.All)
        {
            foreach (var error in errors)
            {
                if (rule.Pattern.Match(error.Text) is { Success: true } match)
                {
                    var name = Relative(match.Groups["name"].Value.Trim(), flake);
                    return Describe(error, flake) with
                    {
                        Code = rule.Code,
                        Message = string.Format(CultureInfo.InvariantCulture, rule.Message, name, match.Groups["more"].Value),
                        Subject = new Subject(rule.Subject, name),
                        Hint = rule.Hint,
                    };
                }
            }
        }

        var last = errors.FirstOrDefault(error => error.Raw is { Length: > 0 }) ?? (errors.Count > 0 ? errors[0] : null);
        if (last is null)
        {
            return Describe(new NixMessage(NixActivity.LevelError, string.Empty), flake) with { Message = $"Nix ended with exit code {exitCode} and said nothing." };
        }

        return Describe(last, flake) with
        {
            Message = $"The evaluation failed: {FirstLine(last)}",
            Hint = "Read the excerpt; it is Nix's own message.",
        };
    }

    private static Failure Describe(NixMessage error, string flake) => new()
    {
        Code = FailureCodes.EvaluationOther,
        Origin = FailureOrigin.Configuration,
        Message = string.Empty,
        Location = error.File is { } file ? new SourceLocation(Relative(file, flake), error.Line, error.Column) : null,
        Excerpt = [.. error.Text.Split('\n').Where(line => line.Trim().Length > 0).Take(Limits.ExcerptLines)],
    };

    private static string FirstLine(NixMessage error)
    {
        const string prefix = "error:";
        var line = (error.Raw ?? error.Text).Split('\n').Select(each => each.Trim()).FirstOrDefault(each => each.Length > 0 && each != prefix) ?? string.Empty;
        return line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..].Trim() : line;
    }

    /// <summary>A path in the flake, or in its copy in the store, as the flake's author knows it.</summary>
    private static string Relative(string path, string flake) =>
        StorePath.BelowSource(path) ?? (path.StartsWith(flake + "/", StringComparison.Ordinal) ? path[(flake.Length + 1)..] : path);
}
