using System.Text.RegularExpressions;
using Newtonsoft.Json;
using VmTest.Text;

namespace VmTest.Memory;

/// <summary>Reads what may be cut off, from another version, or written by somebody who means harm.</summary>
internal static partial class RecordReader
{
    // Far more than a large host has; what is beyond does not get into memory or a report.
    private const int MostEntries = 20_000;
    private const long MostMs = 365L * 24 * 3600 * 1000;

    /// <returns>Null where the text is no record, or not the one that its name promises.</returns>
    public static HostRecord? Parse(string text, RecordName name)
    {
        HostRecord? record;
        try
        {
            record = Json.Read<HostRecord>(text);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }

        // What is required may be missing.
        return record is null or { RunId: null } or { Host: null } or { Flake: null } || RecordName.Of(record) != name
            || record.Failures.Count > MostEntries || record.Units.Count > MostEntries
            ? null
            : Clean(record);
    }

    /// <summary>Members that are null, or hold what no run writes, are as if they were left out.</summary>
    private static HostRecord Clean(HostRecord record) => record with
    {
        Phases = [.. record.Phases.OfType<RecordedPhase>().Select(phase => phase with { DurationMs = Sane(phase.DurationMs) })],
        Failures = [.. record.Failures.Where(failure => failure is { Fingerprint: not null, Code: not null }
            && Fingerprint().IsMatch(failure.Fingerprint))],
        Units = [.. record.Units.Where(unit => unit is { Name: not null, State: not null })
            .Select(unit => unit with { StartMs = Sane(unit.StartMs), TookMs = Sane(unit.TookMs) })],
        Boot = record.Boot is not { } boot ? null : new RecordedBoot
        {
            ReadyAfterMs = Sane(boot.ReadyAfterMs),
            FirmwareMs = Sane(boot.FirmwareMs),
            LoaderMs = Sane(boot.LoaderMs),
            KernelMs = Sane(boot.KernelMs),
            InitrdMs = Sane(boot.InitrdMs),
            UserspaceMs = Sane(boot.UserspaceMs),
        },
        Sources = record.Sources is { } sources
            ? sources with { Inputs = [.. sources.Inputs.Where(input => input is { Name: not null, Revision: not null })] }
            : null,
    };

    /// <summary>No run takes a year.</summary>
    private static long? Sane(long? milliseconds) => milliseconds is >= 0 and < MostMs ? milliseconds : null;

    [GeneratedRegex(@"\A[0-9a-f]{16}\z")]
    private static partial Regex Fingerprint();
}
