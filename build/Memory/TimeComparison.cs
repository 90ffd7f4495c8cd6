using VmTest.Model;
using VmTest.Text;

namespace VmTest.Memory;

/// <summary>Times of a run beside the medians of earlier ones.</summary>
internal static class TimeComparison
{
    /// <summary>From QEMU's start to ready, the time that a host is measured by.</summary>
    public const string Ready = "ready";

    /// <returns>Null where nothing can be compared.</returns>
    public static IReadOnlyList<TimeChange>? Compare(HostRecord now, IReadOnlyList<HostRecord> comparable)
    {
        var usual = comparable.SelectMany(Times).ToLookup(time => time.What, time => time.Ms);
        var changes = (
            from time in Times(now)
            let measure = Measure.Of(usual[time.What])
            where measure is not null
            select new TimeChange(time.What, time.Ms, measure.Value.Median, measure.Value.Count,
                measure.Value.IsExceededBy(time.Ms) ? true : null)).ToList();
        return changes.Count == 0 ? null : changes;
    }

    /// <summary>How long a build takes depends on what the store has, so that it says nothing of the host.</summary>
    public static bool IsWorse(TimeChange change) => change is { What: Ready, Slower: true };

    /// <summary>The phases that passed, and the parts of the boot.</summary>
    private static IEnumerable<(string What, long Ms)> Times(HostRecord record)
    {
        var phases = record.Phases.Where(phase => phase is { Status: PhaseStatus.Passed, DurationMs: not null })
            .Select(phase => (EnumText.Lower(phase.Name), phase.DurationMs));
        var boot = record.Boot is not { } times ? [] : new (string, long?)[]
        {
            (Ready, times.ReadyAfterMs), ("firmware", times.FirmwareMs), ("loader", times.LoaderMs), ("kernel", times.KernelMs),
            ("initrd", times.InitrdMs), ("userspace", times.UserspaceMs),
        };
        return phases.Concat(boot).Where(time => time.Item2 is not null).Select(time => (time.Item1, time.Item2!.Value));
    }
}
