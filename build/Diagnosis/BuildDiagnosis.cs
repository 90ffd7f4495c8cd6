using System.Text.RegularExpressions;
using VmTest.Nix;
using VmTest.Reporting;
using VmTest.Reporting.Model;

namespace VmTest.Diagnosis;

/// <summary>Finds the derivations that failed by themselves. Both generations of Nix's wording are read (up to 2.28; since 2.29).</summary>
internal static partial class BuildDiagnosis
{
    public static IReadOnlyList<Failure> Find(IReadOnlyList<NixMessage> errors, NixLogReader log, string logPath)
    {
        var failures = new Dictionary<string, Failure>(StringComparer.Ordinal);
        foreach (var error in errors)
        {
            if (Derivation().Match(error.Text) is { Success: true } match && Describe(match.Groups["drv"].Value, error, log, logPath) is { } failure)
            {
                failures.TryAdd(match.Groups["drv"].Value, failure);
            }
        }

        return [.. failures.Values];
    }

    private static Failure? Describe(string derivation, NixMessage error, NixLogReader log, string logPath)
    {
        var name = StorePath.NameOf(derivation);
        var lines = log.BuilderLines(derivation);
        var excerpt = lines.Count > 0 ? [.. lines.TakeLast(Limits.ExcerptLines)] : error.Text.Split('\n').Where(line => line.Trim().Length > 0).ToArray();
        (string Code, string Message, string Hint)? cause =
            HashMismatch().Match(error.Text) is { Success: true } hash
                ? (FailureCodes.HashMismatch, $"What '{name}' fetches has another hash than the one specified: got {hash.Groups["got"].Value}.", $"Check the source, then set the hash to {hash.Groups["got"].Value}.")
            : BySignal().Match(error.Text) is { Success: true } signal
                ? (FailureCodes.BuilderKilled, $"The builder of '{name}' was killed by signal {signal.Groups["signal"].Value}.", "Signal 9 is usually this machine running out of memory.")
            : ByExit().Match(error.Text) is { Success: true } exit
                ? (FailureCodes.BuilderFailed, $"The builder of '{name}' failed with exit code {exit.Groups["code"].Value}.", "Read the builder's last lines in the excerpt; the whole log is in the file named.")
            : null;
        return cause is not { } known ? null : new Failure
        {
            Code = known.Code,
            Origin = FailureOrigin.Configuration,
            Message = known.Message,
            Subject = new Subject(SubjectKind.Derivation, name),
            Excerpt = excerpt,
            Log = new LogReference(logPath),
            Hint = known.Hint,
        };
    }

    [GeneratedRegex(@"(?:builder for|Cannot build|fixed-output derivation) '(?<drv>/nix/store/[^']+\.drv)'")]
    private static partial Regex Derivation();

    [GeneratedRegex(@"failed with exit code (?<code>\d+)")]
    private static partial Regex ByExit();

    [GeneratedRegex(@"failed due to signal (?<signal>\d+ \([^)]*\)|\d+)")]
    private static partial Regex BySignal();

    [GeneratedRegex(@"hash mismatch in fixed-output derivation.*?got:\s*(?<got>\S+)", RegexOptions.Singleline)]
    private static partial Regex HashMismatch();
}
