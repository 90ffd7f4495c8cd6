using VmTest.Diagnosis.Vm;
using VmTest.Guest.Journal;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Guest.Verdicts;

/// <summary>Says which units are not as they should be once the boot is over.</summary>
internal static class RuntimeVerdict
{
    /// <summary>Empty for a healthy system; root causes first, consequences linked to them.</summary>
    /// <param name="evidence">With a dump of the units.</param>
    /// <param name="required">Units that have to be active.</param>
    /// <param name="isolated">Whether the VM is cut off from the network.</param>
    public static IReadOnlyList<Finding> Judge(BootEvidence evidence, IReadOnlyList<string> required, bool isolated = false)
    {
        var units = evidence.Probe.Units;
        var failures = evidence.Clues.FailedSnippets.Select(line => OfSnippet(evidence, line)).ToList();
        failures.AddRange(evidence.Journal.Cycles.Select(cycle => OfCycle(evidence, cycle)));
        failures.AddRange(Failed(evidence));
        failures.AddRange(
            units.Values.Where(
                unit => unit.Active != "failed"
                    && (IsBetweenRestarts(unit) || evidence.Probe.Restarted.Contains(unit.Name))).Select(unit =>
                        OfRestarts(evidence, unit)));
        failures = [.. SharedCauses.Group(evidence, [.. failures.Select(failure => VmDiagnosis.Apply(failure, isolated))])];
        failures.AddRange(Consequences(evidence, failures));
        failures.AddRange(
            OfWanted(evidence).Where(found => failures.All(failure => failure.Subject?.Name != found.Subject?.Name)).ToList());
        failures.AddRange(
            required.Where(name => failures.All(failure => failure.Subject?.Name != name))
                .Select(name => OfRequired(evidence, name)).OfType<Finding>());
        if (failures.Count == 0 && evidence.Probe.DefaultTarget is { Length: > 0 } target
            && evidence.Probe.DefaultTargetState is { } state and not "active")
        {
            failures.Add(Describe(evidence, FailureCodes.UnitPending, target,
                $"The default target {target} of {evidence.Host} is {state} though systemd has finished starting.",
                "Look for what removed its start job."));
        }

        return failures.Count > 0 ? failures : Degraded(evidence);
    }

    /// <summary>A finding for each unit that failed, in the order of their starts.</summary>
    public static IReadOnlyList<Finding> Failed(BootEvidence evidence) =>
    [
        .. evidence.Probe.Units.Values.Where(unit => unit.Active == "failed").OrderBy(unit => unit.StartingAt)
            .ThenBy(unit => unit.InactiveAt).Select(unit => OfUnit(evidence, unit)),
    ];

    /// <summary>Whether a unit runs that was restarted before: only a second dump tells whether it stays.</summary>
    public static bool NeedsSecondLook(BootEvidence evidence) =>
        evidence.Probe.Units.Values.Any(unit => unit.Restarts > 0 && unit.Active != "failed" && !IsBetweenRestarts(unit));

    /// <summary>The same by the console alone, where no probe answers.</summary>
    public static IReadOnlyList<Finding> JudgeByConsole(BootEvidence evidence)
    {
        var failures = evidence.Console.Failed.Select(line => OfLine(evidence, line)).DistinctBy(failure => (failure.Code, failure.Subject))
            .ToList();
        return failures.Count > 0 ? failures : Degraded(evidence);
    }

    /// <summary>A status line names a unit by its description, or cuts its name; what follows it, or the journal, may know it.</summary>
    private static Finding OfLine(BootEvidence evidence, string line)
    {
        var remark = evidence.Clues.Remarks.FirstOrDefault(remark => line.EndsWith(remark.Text, StringComparison.Ordinal))
            ?? ConsoleRemarks.Parse(line);
        var unit = remark is null ? new Subject(SubjectKind.Unit, UnitIn(line)) : UnitNames.Resolve(evidence, remark.What);
        var code = remark?.Kind == RemarkKind.DependencyFailed ? FailureCodes.DependencyFailed : FailureCodes.UnitFailed;
        return Describe(evidence, code, unit.Name, $"The console of {evidence.Host} reports a failure: {line}",
            "Look at the unit's log in the guest.") with
        {
            Subject = unit,
            Excerpt = [line],
        };
    }

    /// <summary>
    /// systemd's own word is a verdict too: a degraded system is never a success, even where nothing tells which unit
    /// failed.
    /// </summary>
    private static IReadOnlyList<Finding> Degraded(BootEvidence evidence) => evidence.Probe.SystemState != "degraded" ? [] :
    [
        Describe(evidence, FailureCodes.UnitFailed, "systemd",
            $"systemd of {evidence.Host} says that the system is degraded: at least one unit has failed, but which one did not "
                + "become known.", "Run it again with a longer limit, or look at systemctl --failed in the guest.") with
        {
            Excerpt = [.. evidence.Console.Tail.TakeLast(Limits.ExcerptLines)],
        },
    ];

    private static Finding OfUnit(BootEvidence evidence, UnitState unit)
    {
        const int exited = 1, killed = 2;
        var how = unit.Result switch
        {
            "exit-code" when unit.ExecMainCode == exited =>
                $"its program ended with exit status {ExitStatusNames.Text(unit.ExecMainStatus)}",
            "signal" when unit.ExecMainCode == killed => $"its program was killed by signal {unit.ExecMainStatus}",
            "core-dump" => $"its program crashed by signal {unit.ExecMainStatus}",
            "timeout" => "it did not start in time",
            "oom-kill" => "the kernel killed it because memory ran out",
            "watchdog" => "it did not report to its watchdog in time",
            "start-limit-hit" => $"it was restarted too often (exit status {ExitStatusNames.Text(unit.ExecMainStatus)})",
            "exit-code" when UnitWords.ControlStatus(evidence, unit.Name) is { } control =>
                $"a program that runs before or after its own ended with exit status {ExitStatusNames.Text(control)}",
            _ => $"its result is {unit.Result}",
        };
        var status = unit.ExecMainCode == exited ? unit.ExecMainStatus : UnitWords.ControlStatus(evidence, unit.Name) ?? 0;
        var meaning = ExitStatusNames.Hint(status);
        var reason = UnitWords.Reason(evidence, unit.Name, unit.Result);
        var code = unit switch
        {
            { Result: "core-dump" } => FailureCodes.CoreDump,
            { Result: "oom-kill" } => FailureCodes.OomKilled,
            { Restarts: > 0 } => FailureCodes.RestartLoop,
            _ => FailureCodes.UnitFailed,
        };
        var often = unit.Restarts > 0 ? $" after {unit.Restarts} restarts" : string.Empty;
        return Describe(evidence, code, unit.Name, $"{unit.Name} of {evidence.Host} failed{often}: {how}{Because(reason)}.",
            meaning is not null ? $"Exit status {ExitStatusNames.Text(status)} means: {meaning}."
                : UnitHints.Find(reason) ?? $"Read the unit's last lines in the excerpt and fix {unit.Name}.");
    }

    private static bool IsBetweenRestarts(UnitState unit) => unit.Sub.Contains("auto-restart", StringComparison.Ordinal);

    private static Finding OfRestarts(BootEvidence evidence, UnitState unit)
    {
        // While its program runs, there is no status of an end.
        var status = unit.ExecMainCode > 0 ? unit.ExecMainStatus : UnitWords.ControlStatus(evidence, unit.Name) ?? unit.ExecMainStatus;
        var last = IsBetweenRestarts(unit) ? $", last with exit status {ExitStatusNames.Text(status)}" : string.Empty;
        var reason = UnitWords.Reason(evidence, unit.Name, unit.Result);
        return Describe(evidence, FailureCodes.RestartLoop, unit.Name,
            $"{unit.Name} of {evidence.Host} ends and is restarted again and again ({unit.Restarts} times up to "
                + $"now{last}){Because(reason)}.",
            ExitStatusNames.Hint(status) is { } meaning ? $"Exit status {ExitStatusNames.Text(status)} means: {meaning}."
                : UnitHints.Find(reason) ?? "Read why it ends in the excerpt; a restart hides the failure from systemd's own count.");
    }

    private static string Because(string? reason) => reason is null ? string.Empty : $": {reason}";

    private static Finding OfCycle(BootEvidence evidence, OrderingCycle cycle) =>
        Describe(evidence, FailureCodes.OrderingCycle, cycle.LeftOut,
        $"{cycle.LeftOut} of {evidence.Host} was not started, because units wait for one another in a circle.",
        "Take one After= or Before= out of the circle that the excerpt shows.") with
        {
            Excerpt = cycle.Lines,
        };

    private static Finding OfSnippet(BootEvidence evidence, string line)
    {
        var name = line.Split('\'') is [_, var snippet, ..] ? snippet : line;
        return Describe(evidence, FailureCodes.ActivationFailed, name,
            $"The activation script of {evidence.Host} failed in its part '{name}'{Because(UnitWords.ReasonOfSnippet(evidence, line))}.",
            "See system.activationScripts in the configuration; the boot goes on without that part.") with
        {
            Subject = new Subject(SubjectKind.Option, $"system.activationScripts.{name}"),
            Excerpt = [.. evidence.Journal.LinesOf(GuestJournal.SecondStage)
                .Where(said => !said.Contains(line, StringComparison.Ordinal)), line],
        };
    }

    /// <summary>A unit whose start job was given up because of another one is inactive, not failed: only the journal tells.</summary>
    private static IEnumerable<Finding> Consequences(BootEvidence evidence, IReadOnlyList<Finding> causes)
    {
        foreach (var unit in evidence.Journal.FailedJobs.Where(job => job.Value == "dependency").Select(job => job.Key))
        {
            var known = Cause(evidence, unit, causes);
            var missing = known is null ? MissingDevice(evidence, unit) : null;
            var cause = known ?? (causes.Count > 0 && missing is null ? causes[0] : null);
            var because = (cause?.Subject?.Name ?? missing) is { } culprit ? $" because of {culprit}" : string.Empty;
            var finding = Describe(evidence, FailureCodes.DependencyFailed, unit, $"{unit} of {evidence.Host} was not started{because}.",
                "Fix the unit that it depends on.");
            finding = finding with
            {
                CausedBy = cause,
                // A consequence goes away with its cause.
                Origin = known?.Origin ?? finding.Origin,
                Excerpt = missing is null ? finding.Excerpt : [.. evidence.Journal.LinesOf(missing), .. finding.Excerpt],
            };
            yield return missing is null ? finding : VmDiagnosis.OfDevice(finding, SystemdPath.Of(missing[..^".device".Length]));
        }
    }

    /// <summary>The device that a unit requires, itself or through other units, and that did not appear in time.</summary>
    private static string? MissingDevice(BootEvidence evidence, string unit) =>
        Required(evidence, unit).FirstOrDefault(name =>
            name.EndsWith(".device", StringComparison.Ordinal) && evidence.Journal.FailedJobs.GetValueOrDefault(name) == "timeout");

    /// <summary>What the unit requires, itself or through other units, and has failed.</summary>
    private static Finding? Cause(BootEvidence evidence, string unit, IReadOnlyList<Finding> causes) => Required(evidence, unit)
        .Select(name => causes.FirstOrDefault(failure => failure.Subject?.Name == name)).FirstOrDefault(cause => cause is not null);

    /// <summary>What the unit requires, itself or through other units, the nearest first.</summary>
    private static IEnumerable<string> Required(BootEvidence evidence, string unit)
    {
        var seen = new HashSet<string>([unit], StringComparer.Ordinal);
        var waiting = new Queue<string>([unit]);
        while (waiting.TryDequeue(out var name))
        {
            foreach (var required in evidence.Probe.Units.GetValueOrDefault(name)?.Requires.Where(seen.Add) ?? [])
            {
                yield return required;
                waiting.Enqueue(required);
            }
        }
    }

    /// <summary>Programs that ended without an error where one would expect them to stay: often a mistake, not always.</summary>
    public static IReadOnlyList<Finding> Doubts(BootEvidence evidence) =>
    [
        .. Wanted(evidence).Where(WantedUnits.EndedByItself).Select(unit => Describe(evidence, FailureCodes.UnitEnded, unit.Name,
            $"{unit.Name} of {evidence.Host} has ended by itself without an error, though its Type={unit.Type} says that its "
                + "program stays.",
            "A program that goes into the background needs Type=forking or its own switch to stay in the foreground; one that does its "
                + "work and ends needs Type=oneshot.")),
    ];

    private static IReadOnlyList<UnitState> Wanted(BootEvidence evidence) =>
        evidence.Probe.DefaultTarget is { Length: > 0 } target ? WantedUnits.Find(target, evidence.Probe.Units) : [];

    /// <summary>What the default target wants and did not get, though systemd counts no failure.</summary>
    private static IEnumerable<Finding> OfWanted(BootEvidence evidence)
    {
        foreach (var unit in Wanted(evidence))
        {
            if (WantedUnits.IsBroken(unit))
            {
                yield return Describe(evidence, FailureCodes.UnitFailed, unit.Name, $"{unit.Name} of {evidence.Host} was not started: "
                    + $"systemd cannot make sense of its unit file ({unit.Load}).",
                    "The journal names the line; a service needs an ExecStart= with an absolute path.");
            }
            else if (unit.AssertFailed)
            {
                yield return Describe(evidence, FailureCodes.UnitFailed, unit.Name, $"{unit.Name} of {evidence.Host} was not started: "
                    + "an Assert…= of its own did not hold.",
                    "Make what the unit asserts true before it starts, or take the assertion out of its unitConfig.");
            }
            else if (WantedUnits.WasLeftOut(unit, evidence.Probe.Units))
            {
                yield return Describe(evidence, FailureCodes.UnitPending, unit.Name, $"{unit.Name} of {evidence.Host} was never "
                    + "started, though the default target wants it.",
                    "Look for what removed its start job: an ordering cycle, or a unit that it depends on.");
            }
        }
    }

    private static Finding? OfRequired(BootEvidence evidence, string name)
    {
        if (evidence.Probe.Find(name) is not { } unit || unit.Load == "not-found")
        {
            return Describe(evidence, FailureCodes.UnitMissing, name,
                $"The required unit {name} does not exist on {evidence.Host}, or nothing starts it.",
                "Add it to the configuration and let the default target want it (wantedBy).");
        }

        return unit.Active == "active" ? null : Describe(evidence, FailureCodes.UnitPending, name,
            $"The required unit {name} of {evidence.Host} is {unit.Active} ({unit.Sub}) instead of active.",
            "A unit that nothing wants is not started; see its wantedBy.");
    }

    private static Finding Describe(BootEvidence evidence, string code, string unit, string message, string hint) => new()
    {
        Code = code,
        Host = evidence.Host,
        Origin = FailureOrigin.Configuration,
        Message = message,
        Subject = new Subject(SubjectKind.Unit, unit),
        Excerpt = evidence.Journal.LinesOf(unit),
        Log = new LogReference(evidence.ConsoleLog),
        Hint = hint,
    };

    private static string UnitIn(string line) =>
        line.Split(' ').Select(word => word.TrimEnd('.')).FirstOrDefault(word => word.Contains('.', StringComparison.Ordinal)) ?? line;
}
