using VmTest.Nix;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Diagnosis;

/// <summary>Names the causes of a failed call of Nix.</summary>
internal static class NixDiagnosis
{
    /// <summary>What made an evaluation fail; at least one cause.</summary>
    /// <param name="outcome">The failed call.</param>
    /// <param name="flake">The flake under test, for relative places.</param>
    public static IReadOnlyList<Failure> OfEvaluation(NixOutcome outcome, string flake)
    {
        var errors = Errors(outcome);
        return NetworkDiagnosis.Find(errors) is { } network ? [network] : [EvaluationDiagnosis.Explain(errors, flake, outcome.ExitCode)];
    }

    /// <summary>What made a build fail; builders that failed by themselves first, at least one cause.</summary>
    public static IReadOnlyList<Failure> OfBuild(NixOutcome outcome, string flake, string logPath)
    {
        var errors = Errors(outcome);
        var failures = BuildDiagnosis.Find(errors, outcome.Log, logPath);
        if (failures.Count > 0)
        {
            return failures;
        }

        return NetworkDiagnosis.Find(errors) is { } network
            ? [network]
            : [EvaluationDiagnosis.Explain(errors, flake, outcome.ExitCode) with { Code = FailureCodes.BuildOther, Log = new LogReference(logPath) }];
    }

    private static List<NixMessage> Errors(NixOutcome outcome)
    {
        var messages = outcome.Log.Messages;
        var errors = messages.Where(message => message.Level == NixActivity.LevelError).ToList();
        return errors.Count > 0 ? errors : [.. messages.TakeLast(Limits.ExcerptLines)];
    }
}
