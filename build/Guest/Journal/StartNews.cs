using System.Text.RegularExpressions;

namespace VmTest.Guest.Journal;

/// <summary>
/// What systemd itself says of the starts of its units, which spares asking it: which were tried, which it starts again, and
/// that all are through. Message identifiers are those of sd-messages(3).
/// </summary>
/// <remarks>Before journald runs, its messages lose their fields: then only the text is left, with a unit's name or description.</remarks>
public sealed partial class StartNews
{
    private const string StartupFinished = "b07a249cd024414a82dd00cd181378ff";

    /// <summary>systemd's ID of the message that a unit is restarted (sd-messages.h).</summary>
    internal const string RestartScheduled = "5eb03494b6584870a536b337290809b3";

    /// <summary>More than any system has units; a guest may make up as many as it likes.</summary>
    private const int Maximum = 5000;

    private readonly Lock gate = new();
    private readonly HashSet<string> tried = new(StringComparer.Ordinal);
    private readonly HashSet<string> restarted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FailedStart> failures = new(StringComparer.Ordinal);
    private (string Unit, TimeSpan At)? lastDone;
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed by systemd's "Startup finished": whatever it said of the boot has come before it.</summary>
    public Task Finished => finished.Task;

    /// <summary>The unit whose start was done last, and when its entry came, by this machine's clock from QEMU's start.</summary>
    public (string Unit, TimeSpan At)? LastDone
    {
        get
        {
            lock (gate)
            {
                return lastDone;
            }
        }
    }

    /// <summary>Units that were started again after their programs had ended.</summary>
    public IReadOnlyList<string> Restarted
    {
        get
        {
            lock (gate)
            {
                return [.. restarted];
            }
        }
    }

    /// <summary>Whether systemd has tried to start it: it was started, or skipped because of a condition of its own.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="description">What systemd calls it; may be empty.</param>
    public bool WasTried(string unit, string description)
    {
        lock (gate)
        {
            return tried.Contains(unit)
                || (description.Length > 0 && (tried.Contains(description) || tried.Contains($"{unit} - {description}")));
        }
    }

    /// <summary>How units failed, as far as systemd said all of it.</summary>
    internal IReadOnlyList<FailedStart> Failures
    {
        get
        {
            lock (gate)
            {
                return [.. failures.Values.Where(failure => failure.IsComplete)];
            }
        }
    }

    /// <summary>How a unit failed last; null where systemd did not say all of it.</summary>
    internal FailedStart? FailureOf(string unit)
    {
        lock (gate)
        {
            return failures.GetValueOrDefault(unit) is { IsComplete: true } failure ? failure : null;
        }
    }

    /// <summary>An entry that systemd itself has written.</summary>
    /// <param name="id">MESSAGE_ID.</param>
    /// <param name="unit">The unit that it is about; empty where it does not say.</param>
    /// <param name="job">JOB_TYPE and JOB_RESULT.</param>
    /// <param name="message">The text.</param>
    /// <param name="end">What it says of an end: UNIT_RESULT, EXIT_CODE and EXIT_STATUS; empty where it says nothing of it.</param>
    /// <param name="at">When the entry came.</param>
    internal void Add(string id, string unit, (string Type, string Result) job, string message, FailedStart end, TimeSpan at)
    {
        lock (gate)
        {
            if (unit.Length > 0 && job is { Type: "start", Result: "done" })
            {
                lastDone = (unit, at);
            }

            Follow(unit, message, end);
            if (id == RestartScheduled && unit.Length > 0 && restarted.Count < Maximum)
            {
                restarted.Add(unit);
            }

            if (tried.Count < Maximum)
            {
                if (unit.Length > 0 && job is { Type: "start", Result: "done" or "skipped" })
                {
                    tried.Add(unit);
                }
                else if (Skipped().Match(message) is { Success: true } match)
                {
                    tried.Add(unit.Length > 0 ? unit : match.Groups["what"].Value);
                }
            }
        }

        if (id == StartupFinished)
        {
            finished.TrySetResult();
        }
    }

    /// <summary>The end of a program and the failure of its unit are two messages. That of a control program is not its own.</summary>
    private void Follow(string unit, string message, FailedStart end)
    {
        if (unit.Length == 0 || (failures.Count >= Maximum && !failures.ContainsKey(unit)))
        {
            return;
        }

        if (end.Code.Length > 0 && message.Contains("Main process exited", StringComparison.Ordinal))
        {
            failures[unit] = end;
        }
        else if (end.Result.Length > 0)
        {
            failures[unit] = (failures.GetValueOrDefault(unit) ?? FailedStart.None) with { Result = end.Result, At = end.At };
        }
    }

    [GeneratedRegex(@"^(?:(?:Started|Finished|Mounted|Listening on|Set up automount|Reached target) (?<what>.{1,300}?)\.$"
        + @"|(?<what>.{1,300}?) was skipped because )")]
    private static partial Regex Skipped();
}
