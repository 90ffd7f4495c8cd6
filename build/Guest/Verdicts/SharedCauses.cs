using System.Text.RegularExpressions;
using VmTest.Diagnosis.Vm;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// Many units that fail of the same missing program, file system, address or secret have one cause, which is reported once.
/// </summary>
internal static partial class SharedCauses
{
    /// <summary>Two units may fail of the same thing by chance.</summary>
    private const int Many = 3;

    /// <summary>Units that name different programs, files or users have one cause only where there are many of them.</summary>
    private const int ManyOfOneStatus = 5;

    private const int NamedUnits = 5;

    /// <summary>The findings, with those of a group linked to a finding of their cause before them.</summary>
    /// <param name="evidence">The journal has what the units said.</param>
    /// <param name="failures">Findings about single units.</param>
    public static IReadOnlyList<Finding> Group(BootEvidence evidence, IReadOnlyList<Finding> failures)
    {
        var units = failures.Where(failure => failure.Subject is { Kind: SubjectKind.Unit }).ToList();
        var groups = Groups(units, failure => CauseIn(failure.Excerpt), Many);
        var grouped = groups.SelectMany(group => group).ToHashSet<Finding>(ReferenceEqualityComparer.Instance);
        groups.AddRange(Groups(units.Where(unit => !grouped.Contains(unit)), unit => CauseByStatus(evidence, unit), ManyOfOneStatus));
        if (groups.Count == 0)
        {
            return failures;
        }

        var causes = new Dictionary<Finding, Finding>(ReferenceEqualityComparer.Instance);
        foreach (var group in groups)
        {
            var cause = Describe(evidence, group.Key, [.. group]);
            foreach (var failure in group)
            {
                causes[failure] = cause;
            }
        }

        return
        [
            .. causes.Values.Distinct(ReferenceEqualityComparer.Instance).Cast<Finding>(),
            .. failures.Select(failure => causes.TryGetValue(failure, out var cause) ? failure with { CausedBy = cause } : failure),
        ];
    }

    /// <summary>Causes that failed units share, each with those units behind it; nothing of units that fail for themselves.</summary>
    /// <param name="evidence">With a list of the units.</param>
    public static IReadOnlyList<Finding> Find(BootEvidence evidence)
    {
        var failures = RuntimeVerdict.Failed(evidence);
        var grouped = Group(evidence, [.. failures.Select(failure => VmDiagnosis.Apply(failure, isolated: false))]);
        return [.. grouped.Where(finding => finding.CausedBy is not null || finding.Subject is not { Kind: SubjectKind.Unit })];
    }

    private static List<IGrouping<(SubjectKind Kind, string Name, string What), Finding>> Groups(
        IEnumerable<Finding> units, Func<Finding, (SubjectKind Kind, string Name, string What)?> causeOf, int many) =>
    [
        .. units.Select(unit => (Unit: unit, Cause: causeOf(unit)))
            .Where(pair => pair.Cause is not null)
            .GroupBy(pair => pair.Cause!.Value, pair => pair.Unit)
            .Where(group => group.Count() >= many),
    ];

    /// <summary>A status by which systemd says why it could not even start a program; the programs' own statuses are their own.</summary>
    private static (SubjectKind Kind, string Name, string What)? CauseByStatus(BootEvidence evidence, Finding unit) =>
        evidence.Probe.Find(unit.Subject!.Name) is { ExecMainCode: 1, ExecMainStatus: var status }
        && ExitStatusNames.Hint(status) is { } meaning
            ? (SubjectKind.Host, evidence.Host, $"systemd could not start their programs: status {ExitStatusNames.Text(status)}, "
                + $"which means of each that {meaning}")
            : null;

    private static Finding Describe(BootEvidence evidence, (SubjectKind Kind, string Name, string What) cause, List<Finding> units)
    {
        var names = units.Take(NamedUnits).Select(unit => unit.Subject!.Name);
        var vm = units.TrueForAll(unit => unit.Origin == FailureOrigin.Vm);
        var more = units.Count > NamedUnits ? $" and {units.Count - NamedUnits} more" : string.Empty;
        return new Finding
        {
            Code = FailureCodes.UnitFailed,
            Host = evidence.Host,
            Origin = vm ? FailureOrigin.Vm : FailureOrigin.Configuration,
            Message = $"{units.Count} units of {evidence.Host} failed for one cause: "
                + $"{cause.What} ({string.Join(", ", names)}{more}).{(vm ? " Only the VM is to blame." : string.Empty)}",
            Subject = new Subject(cause.Kind, cause.Name),
            Excerpt = [.. units.SelectMany(unit => unit.Excerpt.Where(line => Tells(line, cause)).Take(1)).Take(Limits.ExcerptLines)],
            Log = new LogReference(evidence.ConsoleLog),
            Hint = vm ? units[0].Hint
                : cause.Kind == SubjectKind.Host
                    ? "Look for what these units share: a file system that is not mounted or is noexec, another architecture, a store or a "
                        + "user database that is not complete."
                    : $"Fix this once ({cause.Name}), and the units that are linked to it follow.",
        };
    }

    /// <summary>systemd begins what it says of a step that failed so; other causes are named in the line.</summary>
    private static bool Tells(string line, (SubjectKind Kind, string Name, string What) cause) =>
        line.Contains(cause.Kind == SubjectKind.Host ? "Failed at step " : cause.Name, StringComparison.Ordinal);

    private static (SubjectKind Kind, string Name, string What)? CauseIn(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            if (Secret().Match(line) is { Success: true } secret)
            {
                var name = secret.Groups["secret"].Value;
                return (SubjectKind.File, name, $"the secret {name} is not there");
            }

            if (Program().Match(line) is { Success: true } program)
            {
                // The same program may be named by several paths.
                var name = program.Groups["program"].Value.Split('/')[^1];
                return (SubjectKind.Tool, name, $"{name} is missing");
            }

            if (FileSystem().Match(line) is { Success: true } type)
            {
                var name = type.Groups["type"].Value;
                return (SubjectKind.Tool, name, $"the kernel does not know the file system {name}");
            }

            if (Address().Match(line) is { Success: true } address)
            {
                var name = address.Groups["address"].Value;
                return (SubjectKind.Url, name, $"{name} cannot be reached");
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?:Failed to locate executable|Unable to locate executable|Failed to execute|at step EXEC spawning)"
        + @" '?(?<program>[^':\s]{1,300})"
        + @"|(?:^|: |exec: )(?<program>[\w./+-]{1,300}): (?:command )?not found")]
    private static partial Regex Program();

    [GeneratedRegex(@"unknown filesystem type '(?<type>[^']{1,60})'")]
    private static partial Regex FileSystem();

    [GeneratedRegex(@"Could not resolve host(?:name)?:? (?<address>[\w.-]{1,250}\w)|getaddrinfo \w+ (?<address>[\w.-]{1,250}\w)"
        + @"|[Cc]onnect(?:ion)? to (?:server at )?""?(?<address>[\w.:-]{1,250}?)""?[,: ].{0,200}(?:refused|timed out|unreachable)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<secret>/run/(?:secrets|agenix|keys|credentials)[^\s'"":,]{0,300}).{0,100}(?:No such file|not found"
        + @"|does not exist|Permission denied)"
        + @"|(?:No such file or directory|cannot open|can't open).{0,40}?(?<secret>/run/(?:secrets|agenix|keys"
            + @"|credentials)[^\s'"":,]{0,300})")]
    private static partial Regex Secret();
}
