using VmTest.Guest.Probe;

namespace VmTest.Guest;

/// <summary>
/// Finds the units that held up a boot, one behind the other, as <c>systemd-analyze critical-chain</c> does: systemd
/// begins to start a unit when the last of the units in its After= is done, so that one held it up.
/// </summary>
internal static class CriticalChain
{
    private const string SliceSuffix = ".slice";

    /// <param name="last">The unit that the boot is about: mostly the default target.</param>
    /// <param name="units">All units of the machine.</param>
    /// <returns>Names, <paramref name="last"/> first and the earliest unit at the end; empty where it never began to start.</returns>
    public static IReadOnlyList<string> Follow(string last, IReadOnlyDictionary<string, UnitState> units)
    {
        var chain = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = Find(last, units); current is not null; current = HeldUpBy(current, seen, units))
        {
            // Units that became active in the same microsecond may be ordered in a circle that systemd has broken.
            seen.Add(current.Name);
            chain.Add(current.Name);
        }

        return chain;
    }

    /// <summary>
    /// Of the units that it is ordered after, the one that was done last before it began. Whether it also pulls them in
    /// (Requires=, Wants=) makes no difference to the wait, and only decides between units that were done together.
    /// </summary>
    private static UnitState? HeldUpBy(UnitState unit, HashSet<string> seen, IReadOnlyDictionary<string, UnitState> units) => unit.After
        .Where(name => !seen.Contains(name) && !name.EndsWith(SliceSuffix, StringComparison.Ordinal))
        .Select(name => Find(name, units)).OfType<UnitState>()
        .Where(other => other.DoneAt > 0 && other.DoneAt <= unit.StartingAt)
        .OrderByDescending(other => other.DoneAt)
        .ThenByDescending(other => unit.Requires.Contains(other.Name) || unit.Wants.Contains(other.Name))
        .ThenByDescending(other => other.StartingAt)
        .ThenBy(other => other.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static UnitState? Find(string name, IReadOnlyDictionary<string, UnitState> units) =>
        units.TryGetValue(name, out var unit) && unit.StartingAt > 0 ? unit : null;
}
