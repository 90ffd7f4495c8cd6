using Newtonsoft.Json.Linq;
using VmTest.Guest.Probe;
using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.Guest;

/// <summary>Puts what was seen of a boot into the report's form.</summary>
internal static class BootReportMaker
{
    private const int SlowestCount = 10;

    private static readonly string[] ToldTypes = [".service", ".target", ".socket", ".mount", ".timer", ".path", ".automount", ".swap"];

    public static BootReport Make(BootEvidence evidence, BootReport known, TimeSpan? readyAt)
    {
        var probe = evidence.Probe;
        var manager = probe.Manager;
        var clock = Clock(evidence);
        return known with
        {
            ReadyAfterMs = (long?)readyAt?.TotalMilliseconds,
            VerdictLagMs = Lag(manager, clock, readyAt),
            FirmwareMs = Known(Between(manager, "LoaderTimestampMonotonic", "FirmwareTimestampMonotonic")),
            LoaderMs = Known(Stamp(manager, "LoaderTimestampMonotonic") is > 0 and var loader ? loader / 1000 : null),
            KernelMs = Known(Between(
                manager, null,
                Stamp(manager, "InitRDTimestampMonotonic") > 0 ? "InitRDTimestampMonotonic" : "UserspaceTimestampMonotonic")),
            InitrdMs = Known(Between(manager, "InitRDTimestampMonotonic", "UserspaceTimestampMonotonic")),
            UserspaceMs = Known(Between(manager, "UserspaceTimestampMonotonic", "FinishTimestampMonotonic")),
            Milestones = evidence.Milestones.Reached,
            GuestClockMs = clock is { IsEven: true } ? Math.Max(0, (long)clock.Offset.TotalMilliseconds) : null,
            GuestClockErrorMs = (long?)clock?.Error.TotalMilliseconds,
            Timeline = TimelineMaker.Make(probe, clock),
            Firmware = probe.Firmware,
            LoaderEntry = probe.LoaderEntry,
            DefaultTarget = probe.DefaultTarget ?? known.DefaultTarget,
            SystemState = probe.SystemState,
            Units = probe.Units.Count == 0 ? null : Count(evidence),
            Required = known.Required is { } required
                ? [.. required.Select(each => each with { State = probe.Find(each.Unit)?.Active })]
                : null,
            Slowest = [.. probe.Units.Values.Where(
                unit => unit.StartTime is not null
                    && (unit.Name.EndsWith(".service", StringComparison.Ordinal) || unit.Name.EndsWith(".mount", StringComparison.Ordinal)))
                .OrderByDescending(unit => unit.StartTime).Take(SlowestCount)
                .Select(unit => new UnitTiming(
                    unit.Name, (long)unit.StartTime!.Value.TotalMilliseconds, Share(unit.StartTime.Value, manager)))],
        };

        // Durations are the guest's own: those of a clock that does not fit ours, or longer than the whole boot, are none.
        long? Known(long? milliseconds)
        {
            var longest = readyAt ?? (known.EndedAfterMs is { } ended ? TimeSpan.FromMilliseconds(ended) : TimeSpan.MaxValue);
            return clock is { IsEven: true } && milliseconds <= longest.TotalMilliseconds ? milliseconds : null;
        }
    }

    /// <summary>The kernel has not begun before the last sign of what starts it.</summary>
    private static ClockFit? Clock(BootEvidence evidence) => evidence.Probe.Clock.Fit(TimeSpan.FromMilliseconds(
        evidence.Milestones.Reached.Where(stage => Milestones.IsBeforeKernel(stage.Name))
            .Select(stage => stage.AtMs).DefaultIfEmpty(0).Max()));

    private static int? Share(TimeSpan time, JObject? manager) =>
        Between(manager, "UserspaceTimestampMonotonic", "FinishTimestampMonotonic") is > 0 and var userspace
            ? (int)(100 * time.TotalMilliseconds / userspace)
            : null;

    private static UnitCounts Count(BootEvidence evidence)
    {
        var probe = evidence.Probe;
        var allowed = evidence.Allowed.Where(name => probe.Units.GetValueOrDefault(name)?.Active == "failed").ToList();
        return new UnitCounts
        {
            Allowed = allowed.Count > 0 ? allowed : null,
            Active = probe.Units.Values.Count(unit => unit.Active == "active"),
            Started = [.. probe.Units.Values.Where(
                unit => unit.ActiveAt > 0 && ToldTypes.Any(type => unit.Name.EndsWith(type, StringComparison.Ordinal)))
                .OrderBy(unit => unit.ActiveAt).Select(unit => unit.Name).Take(Limits.ReportListLength)],
            Failed = [.. probe.Units.Values.Where(unit => unit.Active == "failed").Select(unit => unit.Name).Take(Limits.ReportListLength)],
            Pending = [.. probe.Jobs.OrderBy(job => job.IsRunning ? 0 : 1).Take(Limits.ReportListLength).Select(job => new PendingUnit
            {
                Unit = job.Unit,
                Job = job.State,
                WaitsFor = job.IsRunning ? null : JobQueue.Blocker(job.Unit, probe.Jobs, probe.Units),
                SinceMs = (long?)BootVerdict.Since(evidence, job.Unit)?.TotalMilliseconds,
            })],
        };
    }

    /// <summary>From the guest's own "startup finished" to our verdict.</summary>
    private static long? Lag(JObject? manager, ClockFit? clock, TimeSpan? readyAt) =>
        readyAt is { } ready && clock is not null && Stamp(manager, "FinishTimestampMonotonic") is > 0 and var finish
            ? Math.Max(0, (long)(ready - clock.At(TimeSpan.FromMicroseconds(finish))).TotalMilliseconds)
            : null;

    /// <summary>Milliseconds between two stamps of the manager; null where one is not set. No name stands for the kernel's start.</summary>
    private static long? Between(JObject? manager, string? from, string to)
    {
        var start = from is null ? 0 : Stamp(manager, from);
        var end = Stamp(manager, to);
        return end > 0 && (from is null || start > 0) && end >= start ? (end - start) / 1000 : null;
    }

    private static long Stamp(JObject? manager, string name) => manager is null ? 0 : UnitState.Number(manager, name);
}
