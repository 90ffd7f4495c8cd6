using VmTest.Guest.Probe;
using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.Guest;

/// <summary>Picks the units that tell the story of a boot and puts them on the clock of its milestones.</summary>
internal static class TimelineMaker
{
    /// <summary>A socket, timer or device that takes this long to come up is worth a row.</summary>
    private static readonly TimeSpan SlowUnit = TimeSpan.FromMilliseconds(100);

    private static readonly string[] ToldTypes = [".service", ".mount", ".target", ".swap"];

    /// <summary>Such units are up at once, or they are worth a row.</summary>
    private static readonly string[] ToldWhereSlow = [".socket", ".automount", ".path", ".timer", ".device", ".scope"];

    /// <param name="probe">What is known of the units.</param>
    /// <param name="clock">How their times become ours; null where nothing fits.</param>
    /// <returns>At most <see cref="Limits.TimelineUnits"/>, in the order of their start; none without a clock.</returns>
    public static IReadOnlyList<TimelineUnit> Make(ProbeRecord probe, ClockFit? clock)
    {
        if (clock is null)
        {
            return [];
        }

        var chain = Chain(probe).Take(Limits.TimelineUnits).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. probe.Units.Values.Where(unit => unit.StartingAt > 0 && (chain.Contains(unit.Name) || IsTold(unit)))
                .OrderByDescending(unit => chain.Contains(unit.Name))
                .ThenByDescending(unit => StateOf(unit) is TimelineState.Failed or TimelineState.Starting)
                .ThenByDescending(unit => unit.DoneAt - unit.StartingAt)
                .ThenBy(unit => unit.StartingAt).ThenBy(unit => unit.Name, StringComparer.Ordinal)
                .Take(Limits.TimelineUnits)
                .OrderBy(unit => unit.StartingAt).ThenBy(unit => unit.DoneAt).ThenBy(unit => unit.Name, StringComparer.Ordinal)
                .Select(unit => Row(unit, clock, chain.Contains(unit.Name))),
        ];
    }

    /// <summary>Back from the default target, or where the boot never reached it, from the unit that most others wait for.</summary>
    private static IReadOnlyList<string> Chain(ProbeRecord probe)
    {
        var reached = probe.DefaultTarget is { } target && probe.Units.TryGetValue(target, out var unit) && unit.DoneAt > 0 ? target : null;
        var last = reached ?? JobQueue.Running(probe.Jobs, probe.Units).Select(running => running.Job.Unit).FirstOrDefault();
        return last is null ? [] : CriticalChain.Follow(last, probe.Units);
    }

    private static bool IsTold(UnitState unit) =>
        Is(unit, ToldTypes) || (Is(unit, ToldWhereSlow) && unit.DoneAt - unit.StartingAt >= SlowUnit.TotalMicroseconds);

    private static bool Is(UnitState unit, string[] types) =>
        Array.Exists(types, type => unit.Name.EndsWith(type, StringComparison.Ordinal));

    private static TimelineState StateOf(UnitState unit) => unit.Active switch
    {
        "failed" => TimelineState.Failed,
        "inactive" or "deactivating" => TimelineState.Finished,
        "active" or "reloading" or "refreshing" => TimelineState.Active,
        _ => TimelineState.Starting,
    };

    private static TimelineUnit Row(UnitState unit, ClockFit clock, bool critical)
    {
        var state = StateOf(unit);
        return new TimelineUnit
        {
            Unit = unit.Name,
            StartMs = At(unit.StartingAt, clock),
            ActiveMs = unit.ActiveAt >= unit.StartingAt ? At(unit.ActiveAt, clock) : null,
            EndMs = state is TimelineState.Failed or TimelineState.Finished && unit.InactiveAt >= unit.StartingAt
                ? At(unit.InactiveAt, clock)
                : null,
            State = state,
            Critical = critical,
        };
    }

    private static long At(long microseconds, ClockFit clock) =>
        Math.Max(0, (long)clock.At(TimeSpan.FromMicroseconds(microseconds)).TotalMilliseconds);
}
