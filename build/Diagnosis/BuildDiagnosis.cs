using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>
/// Finds the derivations that failed by themselves, and counts those that only failed because a dependency did under their
/// cause: nothing is wrong in them, and Nix's log names them.
/// </summary>
internal static partial class BuildDiagnosis
{
    private const int NamedBuilders = 3;

    /// <param name="errors">Nix's errors.</param>
    /// <param name="outcome">The failed call.</param>
    /// <param name="logPath">The log file, relative to the report; null where there is none.</param>
    /// <returns>Causes only; empty where no derivation is to blame.</returns>
    public static IReadOnlyList<Finding> Find(IReadOnlyList<NixError> errors, NixOutcome outcome, string? logPath)
    {
        var causes = new Dictionary<string, Finding>(StringComparer.Ordinal);
        foreach (var error in errors)
        {
            if (!Dependent().IsMatch(error.Text) && DerivationOf(error, outcome.Log) is { } derivation
                && Describe(derivation, error, outcome, logPath) is { } failure)
            {
                causes.TryAdd(derivation, failure);
            }
        }

        // From 2.30 on, Nix says that a builder timed out and not which.
        foreach (var error in errors.Where(error => Nameless().IsMatch(error.Core)))
        {
            if (outcome.Log.Started.FirstOrDefault(
                each => !causes.ContainsKey(each) && !outcome.Derivations.IsBuilt(each)) is { } derivation
                && Describe(derivation, error, outcome, logPath) is { } failure)
            {
                causes[derivation] = failure;
            }
        }

        if (causes.Count == 0)
        {
            return [];
        }

        var reach = new DerivationGraph(causes.Keys, outcome.Derivations);
        var first = causes.Keys.First();
        foreach (var derivation in errors.Select(error => Dependent().Match(error.Text)).Where(match => match.Success)
            .Select(match => match.Groups["drv"].Value).Where(derivation => !causes.ContainsKey(derivation))
            .Distinct(StringComparer.Ordinal))
        {
            var cause = reach.CauseOf(derivation) ?? first;
            causes[cause] = causes[cause] with { Consequences = causes[cause].Consequences + 1 };
        }

        return [.. causes.Values];
    }

    /// <summary>Older versions name the output that they refuse and not its derivation.</summary>
    private static string? DerivationOf(NixError error, NixLogReader log)
    {
        if (Derivation().Match(error.Text) is { Success: true } match)
        {
            return match.Groups["drv"].Value;
        }

        return Output().Match(error.Core) is { Success: true } output
            ? log.DerivationNamed(StorePath.NameOf(output.Groups["path"].Value)) ?? output.Groups["path"].Value
            : null;
    }

    private static Finding? Describe(string derivation, NixError error, NixOutcome outcome, string? logPath)
    {
        var name = StorePath.NameOf(derivation);
        var builder = outcome.Log.Builder(derivation);
        if (builder is not null && outcome.Derivations.Fetches(derivation) && ByBuilder().IsMatch(error.Text)
            && NetworkDiagnosis.OfFetcher([.. builder.Kept], name) is { } network)
        {
            return network with { Excerpt = builder.Excerpt(Limits.ExcerptLines), Log = LogOf(builder, logPath) };
        }

        // A full disk, no KVM, or a builder that is no program, shows in the builder's words only.
        var telling = builder?.Kept.FirstOrDefault(line => BeforeBuilder().IsMatch(line));
        var text = telling is null ? error.Text : $"{error.Text}\n{telling}";
        foreach (var rule in BuildRules.All)
        {
            if (rule.Pattern.Match(text) is { Success: true } match)
            {
                var finding = OfRule(rule, match, name, error, builder, logPath);
                return rule.Code is FailureCodes.WrongSystem or FailureCodes.MissingFeature
                    ? WithRemoteBuilders(finding, outcome.Log.Messages)
                    : finding;
            }
        }

        return null;
    }

    /// <summary>A builder on another machine that was not reached is why a build came to this one.</summary>
    private static Finding WithRemoteBuilders(Finding finding, IReadOnlyList<NixMessage> messages)
    {
        List<string> unused = [.. messages.Select(message => RemoteBuilder().Match(message.Text)).Where(match => match.Success)
            .Select(match => $"'{match.Groups["machine"].Value}' ({match.Groups["why"].Value.Trim()})").Distinct()];
        return unused.Count == 0 ? finding : finding with
        {
            Message = $"{finding.Message} Nix could not build it on {string.Join(", ", unused.Take(NamedBuilders))}.",
            Hint = $"Let root of this machine log in there by ssh without a question (key, known_hosts, address). {finding.Hint}",
        };
    }

    private static Finding OfRule(BuildRule rule, Match match, string name, NixError error, BuilderLog? builder, string? logPath)
    {
        var lines = builder?.Excerpt(Limits.ExcerptLines) ?? [];
        return new Finding
        {
            Code = rule.Code,
            Origin = rule.Environment ? FailureOrigin.Environment : FailureOrigin.Configuration,
            Message = Template.Fill(rule.Message, Value),
            Subject = new Subject(SubjectKind.Derivation, name),
            Excerpt = lines.Count > 0 && (rule.ByOutput || rule.Code is FailureCodes.BuildDiskFull or FailureCodes.BuildTimeout)
                ? lines
                : error.Excerpt(Limits.ExcerptLines),
            Log = LogOf(builder, logPath),
            Hint = Template.Fill(rule.Hint, Value),
        };

        string Value(string key) => key switch
        {
            "drv" => name,
            "lacks" => Lacking(match.Groups["wanted"].Value, match.Groups["have"].Value),
            "output" => match.Groups["output"] is { Success: true } output ? output.Value : "out",
            "wanted" or "have" => match.Groups[key].Value.Trim() is { Length: > 0 } features ? features : "none",
            "reason" => builder?.Reason is { } reason ? $": {reason}" : string.Empty,
            _ => StorePaths().Replace(match.Groups[key].Value.Trim().TrimEnd('.'), path => StorePath.NameOf(path.Value)),
        };
    }

    private static string Lacking(string wanted, string have)
    {
        var missing = Features(wanted).Except(Features(have), StringComparer.Ordinal).ToList();
        return missing.Count > 0 ? string.Join(", ", missing) : "one of them";
    }

    private static string[] Features(string text) => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static LogReference? LogOf(BuilderLog? builder, string? logPath) =>
        logPath is null ? null
        : builder?.LogLines(Limits.ExcerptLines) is { } lines ? new LogReference(logPath, Bounded(lines.First), Bounded(lines.Last))
        : new LogReference(logPath);

    private static int Bounded(long line) => (int)Math.Min(int.MaxValue, line);

    [GeneratedRegex(
        @"(?:[Bb]uilder for|Cannot build|fixed-output derivation|to build|building of|output for|derivation|of|build) "
            + @"'(?<drv>/nix/store/[^'\n]+?\.drv)(?:[\^!][^']*)?'")]
    private static partial Regex Derivation();

    [GeneratedRegex(
        @"dependenc(?:y|ies) of derivation '(?<drv>/nix/store/[^'\n]+?\.drv)'|Cannot build "
            + @"'(?<drv>/nix/store/[^'\n]+?\.drv)'\.\s+Reason: \d+ dependenc")]
    private static partial Regex Dependent();

    [GeneratedRegex(
        @"^(?:output|path|closure of path) '(?<path>/nix/store/[^'\n]+)' (?:is not allowed|is too large|must not|contains|refers)|cycle "
            + @"detected in the references of output '(?<path>/nix/store/[^'\n]+)'")]
    private static partial Regex Output();

    [GeneratedRegex(@"cannot build on '(?<machine>[^'\n]{1,300})': (?:error: )?(?<why>[^\n]{1,300})")]
    private static partial Regex RemoteBuilder();

    [GeneratedRegex(@"^timed out after")]
    private static partial Regex Nameless();

    // A program that only quotes the words, as its tests may, has not seen a full disk.
    [GeneratedRegex(@"(?:^|[:)] ?)No space left on device|\[Errno 28\]|os error 28\)|executing '[^']+': "
        + @"|^Killed\s*$|\bline \d+:\s+\d+ Killed\b|\(signal: 9, SIGKILL|Killed signal terminated program"
        + @"|^Could not access KVM kernel module: ")]
    private static partial Regex BeforeBuilder();

    [GeneratedRegex(@"failed with exit code|died abnormally|failed due to signal|unable to download")]
    private static partial Regex ByBuilder();

    [GeneratedRegex(StorePath.Prefix + @"[^\s'/]+")]
    private static partial Regex StorePaths();
}
