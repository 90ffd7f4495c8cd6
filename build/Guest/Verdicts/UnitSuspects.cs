using System.Text.RegularExpressions;
using VmTest.Guest.Probe;

namespace VmTest.Guest.Verdicts;

/// <summary>
/// Which units' details a verdict needs, by the list of all states and by the journal: what is not healthy, or may not be.
/// A healthy system needs none.
/// </summary>
internal static partial class UnitSuspects
{
    /// <summary>Above this, a list of everything is no slower.</summary>
    public const int Maximum = 40;

    /// <summary>Types that a target wants for themselves, not as steps on the way to others.</summary>
    private static readonly string[] WantedTypes = [".service", ".socket", ".timer", ".path", ".mount", ".automount", ".swap"];

    /// <param name="evidence">With a list of all units, and all that systemd said of the boot.</param>
    /// <param name="required">Units that have to be active.</param>
    public static IReadOnlyList<string> Find(BootEvidence evidence, IReadOnlyList<string> required)
    {
        var (units, starts) = (evidence.Probe.Units, evidence.Journal.Starts);
        var listed = units.Values.Where(unit => !unit.IsDetailed && IsDoubtful(unit)).Select(unit => unit.Name);
        var untried = Pulled(evidence.Probe).Where(units.ContainsKey).Select(name => units[name])
            .Where(unit => !unit.IsDetailed && MayBeLeftOut(unit) && !starts.WasTried(unit.Name, unit.Description))
            .Select(unit => unit.Name);
        var missing = required.Where(name => units.GetValueOrDefault(name)?.Active != "active");
        return
        [
            .. listed.Concat(untried).Concat(starts.Restarted).Concat(missing)
                .Concat(evidence.Journal.FailedJobs.Keys.Where(name => units.GetValueOrDefault(name) is not { IsDetailed: true }))
                .Where(name => UnitName().IsMatch(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Inactive units that the journal says were tried in the boot: of those that were not there is nothing to tell.</summary>
    public static IReadOnlyList<string> Finished(BootEvidence evidence) =>
    [
        .. evidence.Probe.Units.Values
            .Where(unit => MayBeLeftOut(unit) && (unit.StartingAt > 0 || evidence.Journal.Starts.WasTried(unit.Name, unit.Description)))
            .Select(unit => unit.Name).Where(name => UnitName().IsMatch(name)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Failed units of which the journal has all that a verdict needs.</summary>
    public static IReadOnlyList<UnitState> KnownFailures(BootEvidence evidence) =>
    [
        .. from unit in evidence.Probe.Units.Values
           where unit is { IsDetailed: false, Active: "failed" }
           let failure = evidence.Journal.Starts.FailureOf(unit.Name)
           where failure is not null
           select unit with
           {
               Result = failure.Result,
               ExecMainCode = failure.CodeNumber,
               ExecMainStatus = failure.Status,
               InactiveAt = failure.At,
               IsDetailed = true,
           },
    ];

    /// <summary>
    /// Whether one of them would be a failure if its target really wants it: then the targets' own details decide.
    /// </summary>
    public static bool NeedTargets(BootEvidence evidence) => evidence.Probe.Units.Values.Any(unit =>
        unit.IsDetailed && (WantedUnits.IsBroken(unit) || unit.AssertFailed || WantedUnits.WasLeftOut(unit, evidence.Probe.Units)));

    /// <summary>What the default target pulls in by its files, itself or through other targets.</summary>
    private static HashSet<string> Pulled(ProbeRecord probe)
    {
        var pulled = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([probe.DefaultTarget ?? string.Empty]);
        while (next.TryDequeue(out var target))
        {
            foreach (var name in probe.WantsInFiles.GetValueOrDefault(target)?.Where(pulled.Add) ?? [])
            {
                next.Enqueue(name);
            }
        }

        return pulled;
    }

    private static bool IsDoubtful(UnitState unit) =>
        unit.Active == "failed" || unit.Sub.Contains("auto-restart", StringComparison.Ordinal) || WantedUnits.IsBroken(unit);

    private static bool MayBeLeftOut(UnitState unit) => unit is { Load: "loaded", Active: "inactive" }
        && Array.Exists(WantedTypes, type => unit.Name.EndsWith(type, StringComparison.Ordinal));

    /// <summary>What is handed to the probe is a name and nothing else.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9:_.@\\][A-Za-z0-9:_.@\\-]{0,254}$")]
    private static partial Regex UnitName();
}
