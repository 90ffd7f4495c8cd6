using System.Globalization;
using Newtonsoft.Json.Linq;

namespace VmTest.Guest.Probe;

/// <summary>One unit as <c>systemctl show</c> tells it; the words are systemd's.</summary>
public sealed record UnitState
{
    private const string NotSet = "[not set]";

    // More microseconds than a span of time can hold; a guest may claim anything.
    private const long Absurd = long.MaxValue / 100;

    public required string Name { get; init; }

    /// <summary>All its names: an alias such as display-manager.service is one.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Of a service: simple, oneshot, notify and so on.</summary>
    public string Type { get; init; } = string.Empty;

    public string Active { get; init; } = string.Empty;

    public string Sub { get; init; } = string.Empty;

    public string Load { get; init; } = string.Empty;

    public string Result { get; init; } = string.Empty;

    /// <summary>1 exited, 2 killed, 3 dumped core (CLD_ codes, sigaction(2)); 0 while it never ended.</summary>
    public int ExecMainCode { get; init; }

    /// <summary>Exit status, or signal.</summary>
    public int ExecMainStatus { get; init; }

    public int ExecMainPid { get; init; }

    /// <summary>Whether all of this is known; of a unit that was only listed, its states are.</summary>
    public bool IsDetailed { get; init; } = true;

    /// <summary>What systemd calls it in its messages; known of a unit that was only listed.</summary>
    public string Description { get; init; } = string.Empty;

    public int Restarts { get; init; }

    /// <summary>Units that it waits for where they have jobs: After=.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Units without which it fails: Requires=, BindsTo=, Requisite=.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    public IReadOnlyList<string> Wants { get; init; } = [];

    /// <summary>Units that cannot be active beside it: Conflicts=, from either side.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Whether it was not started because a Condition…= of its own did not hold, which is no failure.</summary>
    public bool ConditionFailed { get; init; }

    /// <summary>
    /// Whether it was not started because an Assert…= of its own did not hold, which is one, though systemd counts it as
    /// none.
    /// </summary>
    public bool AssertFailed { get; init; }

    /// <summary>When it last began to start, in microseconds of the guest's monotonic clock; 0 for never.</summary>
    public long StartingAt { get; init; }

    /// <summary>When it last became active, on the same clock; 0 for never.</summary>
    public long ActiveAt { get; init; }

    /// <summary>When it last became inactive or failed, on the same clock; 0 for never.</summary>
    public long InactiveAt { get; init; }

    /// <summary>
    /// When units that are ordered after it no longer had to wait: it was active, had finished or had failed. 0 while it is
    /// on its way.
    /// </summary>
    public long DoneAt =>
        StartingAt > 0 && ActiveAt >= StartingAt
            ? ActiveAt
            : Active is "inactive" or "failed" && StartingAt > 0 && InactiveAt >= StartingAt ? InactiveAt : 0;

    /// <summary>From the start of its start to active; null where it is not, or was not started.</summary>
    public TimeSpan? StartTime => StartingAt > 0 && ActiveAt >= StartingAt ? TimeSpan.FromMicroseconds(ActiveAt - StartingAt) : null;

    public static UnitState? Parse(JObject properties) => Text(properties, "Id") is not { Length: > 0 } name ? null : new UnitState
    {
        Name = name,
        Names = List(properties, "Names"),
        Type = Text(properties, "Type"),
        Active = Text(properties, "ActiveState"),
        Sub = Text(properties, "SubState"),
        Load = Text(properties, "LoadState"),
        Result = Text(properties, "Result"),
        ExecMainCode = (int)Number(properties, "ExecMainCode"),
        ExecMainStatus = (int)Number(properties, "ExecMainStatus"),
        ExecMainPid = (int)Number(properties, "ExecMainPID"),
        Restarts = (int)Number(properties, "NRestarts"),
        After = List(properties, "After"),
        Requires = [.. List(properties, "Requires"), .. List(properties, "BindsTo"), .. List(properties, "Requisite")],
        Wants = List(properties, "Wants"),
        Conflicts = [.. List(properties, "Conflicts"), .. List(properties, "ConflictedBy")],
        ConditionFailed = Text(properties, "ConditionResult") == "no" && Number(properties, "ConditionTimestampMonotonic") > 0,
        AssertFailed = Text(properties, "AssertResult") == "no" && Number(properties, "AssertTimestampMonotonic") > 0,
        StartingAt = Number(properties, "InactiveExitTimestampMonotonic"),
        ActiveAt = Number(properties, "ActiveEnterTimestampMonotonic"),
        InactiveAt = Number(properties, "InactiveEnterTimestampMonotonic"),
    };

    /// <summary>A row of <c>systemctl list-units --output=json</c>.</summary>
    public static UnitState? ParseRow(JObject row) => Text(row, "unit") is not { Length: > 0 } name ? null : new UnitState
    {
        Name = name,
        Names = [name],
        Load = Text(row, "load"),
        Active = Text(row, "active"),
        Sub = Text(row, "sub"),
        Description = Text(row, "description"),
        IsDetailed = false,
    };

    /// <summary>Its states as <c>systemctl show</c> has them, without the details.</summary>
    public JObject ToProperties() => new()
    {
        ["Id"] = Name,
        ["LoadState"] = Load,
        ["ActiveState"] = Active,
        ["SubState"] = Sub,
    };

    public static string Text(JObject properties, string name) =>
        properties[name] is { Type: JTokenType.String } value && value.Value<string>() is { } text && text != NotSet ? text : string.Empty;

    /// <summary>0 where it is no number, or one that no count or time can have.</summary>
    public static long Number(JObject properties, string name) =>
        long.TryParse(Text(properties, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Absurd
            ? number
            : 0;

    private static string[] List(JObject properties, string name) =>
        [.. Text(properties, name).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Unquote)];

    /// <summary>systemctl quotes a name that has a backslash as a shell would: in double quotes, or as <c>$'…'</c>.</summary>
    private static string Unquote(string word)
    {
        var inner = word is ['$', '\'', .. var posix, '\''] ? posix : word is ['"', .. var quoted, '"'] ? quoted : null;
        return inner?.Replace(@"\\", @"\", StringComparison.Ordinal) ?? word;
    }
}
