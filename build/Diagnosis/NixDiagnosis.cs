using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>Names the causes of a failed call of Nix.</summary>
internal static class NixDiagnosis
{
    /// <summary>What made an evaluation fail; at least one cause.</summary>
    /// <param name="outcome">The failed call.</param>
    /// <param name="source">The files of the flake under test.</param>
    /// <param name="host">The host that was evaluated; null for the flake itself.</param>
    public static IReadOnlyList<Finding> OfEvaluation(NixOutcome outcome, FlakeSource source, string? host)
    {
        var errors = Errors(outcome);
        if ((EnvironmentDiagnosis.Find(outcome, source) ?? LockFileDiagnosis.Find(outcome, errors, source)
            ?? NetworkDiagnosis.Find(outcome, errors, source)) is { } finding)
        {
            return [finding];
        }

        // An evaluation may have to build something first.
        return BuildDiagnosis.Find(errors, outcome, null) is { Count: > 0 } builds
            ? builds
            : [.. EvaluationDiagnosis.Explain(errors, source, host, outcome.ExitCode)
                .Select(failure => SectionFields.Locate(failure, outcome, source, host))];
    }

    /// <summary>Whether the same call with <c>--show-trace</c> can tell the place.</summary>
    public static bool WantsTrace(IReadOnlyList<Finding> failures, NixOutcome outcome, FlakeSource source) =>
        outcome.Log.Messages.Any(
            message => message.Level == NixActivity.LevelError && message.Text.Contains("--show-trace", StringComparison.Ordinal))
        && EvaluationDiagnosis.WantsTrace(failures, Errors(outcome), source);

    /// <summary>What made a build fail; what failed by itself first, at least one cause.</summary>
    /// <param name="outcome">The failed call.</param>
    /// <param name="source">The files of the flake under test.</param>
    /// <param name="logPath">The log file, relative to the report.</param>
    public static IReadOnlyList<Finding> OfBuild(NixOutcome outcome, FlakeSource source, string logPath)
    {
        var errors = Errors(outcome);
        if (BuildDiagnosis.Find(errors, outcome, logPath) is { Count: > 0 } failures)
        {
            return failures;
        }

        if ((EnvironmentDiagnosis.Find(outcome, source) ?? NetworkDiagnosis.Find(outcome, errors, source)) is { } finding)
        {
            return [finding with { Log = new LogReference(logPath) }];
        }

        var full = errors.Any(error => error.Text.Contains("No space left on device", StringComparison.Ordinal));
        return [.. EvaluationDiagnosis.Explain(errors, source, null, outcome.ExitCode).Select(failure => failure with
        {
            Code = full ? FailureCodes.BuildDiskFull : FailureCodes.BuildOther,
            Message = failure.Message.Replace("The evaluation failed", "The build failed", StringComparison.Ordinal),
            Log = new LogReference(logPath),
        })];
    }

    /// <summary>The errors; where Nix called nothing an error, its last words.</summary>
    private static List<NixError> Errors(NixOutcome outcome)
    {
        // What a configuration traces comes at the level of errors, and is none.
        var messages = outcome.Log.Messages.Where(message => !message.Text.StartsWith("trace:", StringComparison.Ordinal)).ToList();
        var said = messages.Where(message => message.Level == NixActivity.LevelError && !IsAdvice(message)).ToList();
        var errors = said.Where(message => message.Text.TrimStart().StartsWith("error", StringComparison.Ordinal)).ToList();
        errors = errors.Count > 0 ? errors : said;
        return [.. (errors.Count > 0 ? errors : [.. messages.TakeLast(Limits.ExcerptLines)]).Select(message => new NixError(message))];
    }

    /// <summary>Nix 2.8 says as an error of its own that there is more to say.</summary>
    private static bool IsAdvice(NixMessage message) => message.Text.StartsWith("(use '--show-trace'", StringComparison.Ordinal);
}
