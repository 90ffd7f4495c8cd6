using VmTest.Model;

namespace VmTest.Memory;

/// <summary>The units of a boot beside those of earlier ones.</summary>
internal static class UnitComparison
{
    private const int MostShown = 10;

    /// <summary>Units that none of the earlier boots had.</summary>
    public static IReadOnlyList<string>? Added(HostRecord now, IReadOnlyList<HostRecord> earlier) =>
        earlier.Count == 0 ? null : Bounded(Names(now).Where(unit => !earlier.Any(record => Names(record).Contains(unit))));

    /// <summary>Units that each of the earlier boots had and this one has not.</summary>
    public static IReadOnlyList<string>? Gone(HostRecord now, IReadOnlyList<HostRecord> earlier)
    {
        if (earlier.Count == 0)
        {
            return null;
        }

        var common = Names(earlier[0]);
        foreach (var record in earlier)
        {
            common.IntersectWith(Names(record));
        }

        return Bounded(common.Except(Names(now)));
    }

    /// <summary>
    /// Units that took longer, or started later, than three times the spread of earlier boots; those that took longer come first,
    /// for what waits for them starts later only because of them.
    /// </summary>
    public static IReadOnlyList<UnitDelay>? Slower(HostRecord now, IReadOnlyList<HostRecord> comparable)
    {
        var took = comparable.SelectMany(record => record.Units).Where(unit => unit.TookMs is not null)
            .ToLookup(unit => unit.Name, unit => unit.TookMs!.Value);
        var started = comparable.SelectMany(record => record.Units).Where(unit => unit.StartMs is not null)
            .ToLookup(unit => unit.Name, unit => unit.StartMs!.Value);
        var slower = Delays("duration", unit => unit.TookMs, took).OrderByDescending(delay => delay.Ms - delay.UsualMs)
            .Concat(Delays("start", unit => unit.StartMs, started).OrderBy(delay => delay.Ms))
            .Take(MostShown).ToList();
        return slower.Count == 0 ? null : slower;

        IEnumerable<UnitDelay> Delays(string what, Func<RecordedUnit, long?> value, ILookup<string, long> earlier) =>
            from unit in now.Units
            where value(unit) is not null && Measure.Of(earlier[unit.Name]) is { } usual && usual.IsExceededBy(value(unit)!.Value)
            let usual = Measure.Of(earlier[unit.Name])!.Value
            select new UnitDelay(unit.Name, what, value(unit)!.Value, usual.Median, usual.Spread);
    }

    private static HashSet<string> Names(HostRecord record) => [.. record.Units.Select(unit => unit.Name)];

    private static List<string>? Bounded(IEnumerable<string> units) =>
        units.Order(StringComparer.Ordinal).Take(MostShown).ToList() is { Count: > 0 } list ? list : null;
}
