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
        return known with
        {
            ReadyAfterMs = (long?)readyAt?.TotalMilliseconds,
            VerdictLagMs = Lag(probe, readyAt),
            FirmwareMs = Between(manager, "LoaderTimestampMonotonic", "FirmwareTimestampMonotonic"),
            LoaderMs = Stamp(manager, "LoaderTimestampMonotonic") is > 0 and var loader ? loader / 1000 : null,
            KernelMs = Between(
                manager, null, Stamp(manager, "InitRDTimestampMonotonic") > 0 ? "InitRDTimestampMonotonic" : "UserspaceTimestampMonotonic"),
            InitrdMs = Between(manager, "InitRDTimestampMonotonic", "UserspaceTimestampMonotonic"),
            UserspaceMs = Between(manager, "UserspaceTimestampMonotonic", "FinishTimestampMonotonic"),
            Milestones = evidence.Milestones.Reached,
            GuestClockMs = probe.ClockOffset is { } offset ? Math.Max(0, (long)offset.TotalMilliseconds) : null,
            Timeline = TimelineMaker.Make(probe),
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
    }

    private static int? Share(TimeSpan time, JObject? manager) =>
        Between(manager, "UserspaceTimestampMonotonic", "FinishTimestampMonotonic") is > 0 and var userspace
            ? (int)(100 * time.TotalMilliseconds / userspace)
            : null;

    private static UnitCounts Count(BootEvidence evidence)
    {
        var probe = evidence.Probe;
        return new UnitCounts
        {
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
    private static long? Lag(ProbeRecord probe, TimeSpan? readyAt) =>
        readyAt is { } ready && probe.ClockOffset is { } offset && Stamp(probe.Manager, "FinishTimestampMonotonic") is > 0 and var finish
            ? Math.Max(0, (long)(ready - offset - TimeSpan.FromMicroseconds(finish)).TotalMilliseconds)
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
