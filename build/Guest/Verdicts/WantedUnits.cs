using VmTest.Guest.Probe;

namespace VmTest.Guest.Verdicts;

/// <summary>What the default target brings up: the units that a system promises without being asked.</summary>
internal static class WantedUnits
{
    /// <summary>The units that the target wants or requires, itself or through other targets, as far as they are loaded.</summary>
    public static IReadOnlyList<UnitState> Find(string target, IReadOnlyDictionary<string, UnitState> units)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([target]);
        var wanted = new List<UnitState>();
        while (waiting.TryDequeue(out var name))
        {
            if (!seen.Add(name) || !units.TryGetValue(name, out var unit))
            {
                continue;
            }

            if (name != target)
            {
                wanted.Add(unit);
            }

            // What a service pulls in is its own affair: it may start and stop it as it likes.
            foreach (var next in IsTarget(name) ? unit.Wants.Concat(unit.Requires) : [])
            {
                waiting.Enqueue(next);
            }
        }

        return wanted;
    }

    /// <summary>Whether systemd could not make sense of the unit's file. It then starts nothing, and is "running" anyway.</summary>
    public static bool IsBroken(UnitState unit) => unit.Load is "bad-setting" or "error";

    /// <summary>
    /// Whether systemd never tried to start it though nothing speaks against it: no condition of its own, and no active
    /// unit that it conflicts with. A unit that is not there or masked is passed over as systemd passes over it, and one
    /// without details because the journal tells that it was tried.
    /// </summary>
    public static bool WasLeftOut(UnitState unit, IReadOnlyDictionary<string, UnitState> units) =>
        unit is { Load: "loaded", Active: "inactive", StartingAt: 0, ConditionFailed: false, IsDetailed: true }
        && !unit.Conflicts.Any(other => units.TryGetValue(other, out var rival) && rival.Active is "active" or "activating");

    /// <summary>
    /// Whether its program ended by itself, without an error, though the unit does not say that it does one thing and ends:
    /// what a program does that goes into the background, in a unit that expects it to stay.
    /// </summary>
    public static bool EndedByItself(UnitState unit) =>
        unit is
        {
            Load: "loaded", Active: "inactive", Result: "success", StartingAt: > 0, ExecMainCode: 1, ExecMainStatus: 0,
            Type: "simple" or "exec" or "notify" or "notify-reload" or "forking"
        };

    private static bool IsTarget(string name) => name.EndsWith(".target", StringComparison.Ordinal);
}
