using VmTest.Guest.Probe;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Guest.Verdicts;

/// <summary>Tells failures that a host's owner expects from all others. What merely depends on an allowed unit is not allowed.</summary>
internal static class AllowedFailures
{
    private const int NamedUnits = 5;

    /// <summary>What a unit of one's own can do wrong; a circle of units or a missing one is never a failure of that unit.</summary>
    private static readonly string[] Codes =
    [
        FailureCodes.UnitFailed, FailureCodes.DependencyFailed, FailureCodes.RestartLoop, FailureCodes.CoreDump, FailureCodes.OomKilled,
    ];

    /// <summary>The failures, and what becomes a warning.</summary>
    /// <param name="evidence">Knows the units and their other names.</param>
    /// <param name="findings">All that is wrong with the units.</param>
    /// <param name="patterns">Units that may fail.</param>
    /// <param name="required">Units that must be active, whatever the patterns say.</param>
    public static (IReadOnlyList<Finding> Failures, IReadOnlyList<Finding> Warnings) Split(
        BootEvidence evidence, IReadOnlyList<Finding> findings, IReadOnlyList<string> patterns, IReadOnlyList<string> required)
    {
        if (patterns.Count == 0)
        {
            return (findings, []);
        }

        var allowed = findings.Where(finding => IsAllowed(evidence, finding, patterns, required))
            .ToHashSet<Finding>(ReferenceEqualityComparer.Instance);
        // A cause that several units have in common is theirs: it is allowed where each of them is.
        allowed.UnionWith(findings.Where(finding => finding.Subject?.Kind != SubjectKind.Unit
            && findings.Where(other => ReferenceEquals(other.CausedBy, finding)).ToList() is { Count: > 0 } group
            && group.TrueForAll(allowed.Contains)));
        return (
            [.. findings.Where(finding => !allowed.Contains(finding))],
            [.. findings.Where(allowed.Contains).Select(finding => finding with { Allowed = true }),
                .. Notes(evidence, findings, patterns)]);
    }

    private static bool IsAllowed(
        BootEvidence evidence, Finding finding, IReadOnlyList<string> patterns, IReadOnlyList<string> required)
    {
        if (finding.Subject is not { Kind: SubjectKind.Unit } subject || !Codes.Contains(finding.Code))
        {
            return false;
        }

        var names = evidence.Probe.Find(subject.Name) is { } unit ? [unit.Name, .. unit.Names] : (IReadOnlyList<string>)[subject.Name];
        return !names.Any(required.Contains) && patterns.Any(pattern => names.Any(name => UnitGlob.Matches(pattern, name)));
    }

    private static IEnumerable<Finding> Notes(BootEvidence evidence, IReadOnlyList<Finding> findings, IReadOnlyList<string> patterns)
    {
        var units = evidence.Probe.Units.Values.Where(unit => unit.Load != "not-found").ToList();
        if (units.Count == 0)
        {
            // Nothing lists the units of this host.
            yield break;
        }

        foreach (var pattern in patterns)
        {
            var matched = units.Where(unit => Has(unit, pattern)).ToList();
            if (matched.Count == 0)
            {
                yield return Unknown(evidence.Host, pattern, units);
            }
            else if (!findings.Any(finding => matched.Exists(unit => unit.Name == finding.Subject?.Name)))
            {
                yield return Healthy(evidence.Host, pattern, matched);
            }
        }
    }

    private static bool Has(UnitState unit, string pattern) =>
        UnitGlob.Matches(pattern, unit.Name) || unit.Names.Any(name => UnitGlob.Matches(pattern, name));

    private static Finding Unknown(string host, string pattern, IReadOnlyList<UnitState> units)
    {
        var nearest = NearestName.Find(pattern, units.SelectMany(unit => unit.Names.Prepend(unit.Name)).Distinct(StringComparer.Ordinal));
        return Note(FailureCodes.AllowedUnknown, host, pattern,
            $"{host} has no unit that {pattern} matches, which may fail.{(nearest is null ? string.Empty : $" Did you mean {nearest}?")}",
            "Correct it in allowFailed or --allow-failed, or remove it.");
    }

    private static Finding Healthy(string host, string pattern, IReadOnlyList<UnitState> matched)
    {
        var names = string.Join(", ", matched.Take(NamedUnits).Select(unit => unit.Name));
        var more = matched.Count > NamedUnits ? $" and {matched.Count - NamedUnits} more" : string.Empty;
        return Note(FailureCodes.AllowedHealthy, host, pattern,
            $"{pattern} no longer needs to be allowed to fail on {host}: nothing is wrong with {names}{more}.",
            "Remove it from allowFailed or --allow-failed, so that a failure is seen again.");
    }

    private static Finding Note(string code, string host, string pattern, string message, string hint) => new()
    {
        Code = code,
        Host = host,
        Origin = FailureOrigin.Configuration,
        Message = message,
        Subject = new Subject(SubjectKind.Unit, pattern),
        Hint = hint,
    };
}
