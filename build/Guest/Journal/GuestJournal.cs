using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Guest.Verdicts;
using VmTest.Text;

namespace VmTest.Guest.Journal;

/// <summary>The guest's journal as it comes: all of it goes to the log, the last lines of each unit stay at hand.</summary>
/// <param name="log">Gets every entry, a line each.</param>
/// <param name="elapsed">The time from QEMU's start.</param>
public sealed partial class GuestJournal(TextWriter log, Func<TimeSpan> elapsed)
{
    /// <summary>What NixOS's second stage says before systemd runs, its activation script among it, is kept as that of a unit.</summary>
    internal const string SecondStage = "stage-2-init";

    private const int LinesPerUnit = 20;
    private const int MaximumUnits = 500;

    /// <summary>systemd's ID of the message that a unit did not start (sd-messages.h).</summary>
    internal const string StartFailed = "be02cf6855d2428ba40df7e9d022f03d";

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tail<string>> lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> failedJobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> descriptions = new(StringComparer.Ordinal);
    private readonly List<OrderingCycle> cycles = [];
    private readonly Tail<string> cycleLines = new(LinesPerUnit);
    private int count;

    /// <summary>What systemd says of the starts of its units.</summary>
    public StartNews Starts { get; } = new();

    /// <summary>Entries seen.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Units whose start job failed, with the job's result: failed, dependency, timeout.</summary>
    public IReadOnlyDictionary<string, string> FailedJobs
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, string>(failedJobs, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Ordering cycles that systemd broke by leaving a unit out.</summary>
    public IReadOnlyList<OrderingCycle> Cycles
    {
        get
        {
            lock (gate)
            {
                return [.. cycles];
            }
        }
    }

    /// <summary>The unit that systemd calls so in what it says about it; null where it said nothing of the kind.</summary>
    public string? UnitDescribed(string description)
    {
        lock (gate)
        {
            return descriptions.GetValueOrDefault(description);
        }
    }

    /// <summary>What a unit said, or systemd about it, last.</summary>
    public IReadOnlyList<string> LinesOf(string unit)
    {
        lock (gate)
        {
            return lines.TryGetValue(unit, out var kept) ? [.. kept] : [];
        }
    }

    /// <summary>One line of <c>journalctl -o json</c>; anything else is passed over.</summary>
    public void AddEntry(string line)
    {
        JObject entry;
        try
        {
            using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None };
            entry = JObject.Load(reader);
        }
        catch (JsonException)
        {
            return;
        }

        AddEntry(entry);
    }

    /// <summary>One entry, with the members of <c>journalctl -o json</c>.</summary>
    public void AddEntry(JObject entry)
    {
        lock (gate)
        {
            log.WriteLine(entry.ToString(Formatting.None));
            Interlocked.Increment(ref count);
            Add(entry);
        }
    }

    /// <summary>Entries that the guest was asked for; they replace what had been kept of their unit.</summary>
    public void Replace(IEnumerable<JObject> entries)
    {
        lock (gate)
        {
            foreach (var unit in entries.GroupBy(UnitOf))
            {
                lines.Remove(unit.Key);
                foreach (var entry in unit)
                {
                    Add(entry);
                }
            }
        }
    }

    /// <summary>What systemd said before journald ran lost the field that tells which unit it is about; it begins with its name.</summary>
    private static string UnitOf(JObject entry)
    {
        var unit = Text(entry, "_SYSTEMD_UNIT");
        if (!IsOfManager(entry))
        {
            return Text(entry, "_TRANSPORT") == "kernel" && Text(entry, "SYSLOG_IDENTIFIER") == SecondStage ? SecondStage : unit;
        }

        if (Text(entry, "UNIT") is { Length: > 0 } about)
        {
            return about;
        }

        return unit is "" or "init.scope" && AboutUnit().Match(Text(entry, "MESSAGE")) is { Success: true } match
            ? match.Groups["unit"].Value
            : unit;
    }

    /// <summary>
    /// Whether systemd itself says so, the first process. Fields that begin with an underscore are journald's own: no service
    /// can forge them, as it can all the others. What systemd says before journald runs comes through the kernel.
    /// </summary>
    private static bool IsOfManager(JObject entry) =>
        Text(entry, "_PID") == "1" || (Text(entry, "_TRANSPORT") == "kernel" && Text(entry, "SYSLOG_IDENTIFIER") == "systemd");

    private static string Text(JObject entry, string name) =>
        entry[name] is { Type: JTokenType.String } value ? value.Value<string>() ?? string.Empty : string.Empty;

    /// <summary>systemd tells a cycle in several messages, the unit that it leaves out in the last.</summary>
    private void FollowCycle(string message)
    {
        if (!message.Contains("ordering cycle", StringComparison.Ordinal)
            && !message.Contains("Found dependency on ", StringComparison.Ordinal))
        {
            return;
        }

        var line = Sanitizer.Line(message);
        cycleLines.Add(line);

        if (CycleBroken().Match(line) is { Success: true } match && cycles.Count < LinesPerUnit
            && cycles.TrueForAll(cycle => cycle.LeftOut != match.Groups["unit"].Value))
        {
            cycles.Add(new OrderingCycle(match.Groups["unit"].Value, [.. cycleLines]));
            cycleLines.Clear();
        }
    }

    /// <summary>What systemd says before journald runs comes through the kernel, as bare text.</summary>
    private void FollowEarlyFailure(string message)
    {
        if (EarlyFailure().Match(message) is { Success: true } match && failedJobs.Count < MaximumUnits)
        {
            failedJobs.TryAdd(match.Groups["unit"].Value, match.Groups["result"].Value);
        }
    }

    [GeneratedRegex(@"^(?<unit>\S{1,255}\.(service|socket|target|mount|automount|timer|path|swap|device|slice|scope)): ")]
    private static partial Regex AboutUnit();

    [GeneratedRegex(@"^(?:Starting|Started|Finished|Mounting|Mounted|Failed to \w+|Timed out \w+|Dependency failed for) "
        + @"(?<description>.{1,200}?)\.{1,3}$")]
    private static partial Regex Described();

    [GeneratedRegex(@"^\S+: Job (?<unit>\S+)/start failed with result '(?<result>\w+)'")]
    private static partial Regex EarlyFailure();

    [GeneratedRegex(@"Job (?<unit>\S+?)/\w+ deleted to break ordering cycle|[Bb]reaking ordering cycle by deleting job (?<unit>\S+?)/")]
    private static partial Regex CycleBroken();

    private void Add(JObject entry)
    {
        var ofManager = IsOfManager(entry);
        if (ofManager)
        {
            FollowCycle(Text(entry, "MESSAGE"));
            FollowEarlyFailure(Text(entry, "MESSAGE"));
        }

        var unit = UnitOf(entry);
        if (ofManager)
        {
            Starts.Add(Text(entry, "MESSAGE_ID"), unit == "init.scope" ? string.Empty : unit,
                (Text(entry, "JOB_TYPE"), Text(entry, "JOB_RESULT")), Text(entry, "MESSAGE"),
                FailedStart.Parse(Text(entry, "UNIT_RESULT"), Text(entry, "EXIT_CODE"), Text(entry, "EXIT_STATUS"),
                    Text(entry, "__MONOTONIC_TIMESTAMP")), elapsed());
        }

        if (unit.Length == 0)
        {
            return;
        }

        if (ofManager && descriptions.Count < MaximumUnits && Described().Match(Text(entry, "MESSAGE")) is { Success: true } said)
        {
            descriptions.TryAdd(said.Groups["description"].Value, unit);
        }

        if (ofManager && Text(entry, "MESSAGE_ID") == StartFailed && failedJobs.Count < MaximumUnits)
        {
            failedJobs.TryAdd(unit, Text(entry, "JOB_RESULT"));
        }

        if (!lines.TryGetValue(unit, out var kept))
        {
            if (lines.Count >= MaximumUnits)
            {
                return;
            }

            lines[unit] = kept = new Tail<string>(LinesPerUnit);
        }

        var source = Text(entry, "SYSLOG_IDENTIFIER");
        kept.Add(Sanitizer.Line($"{source}: {Text(entry, "MESSAGE")}"));
    }
}
