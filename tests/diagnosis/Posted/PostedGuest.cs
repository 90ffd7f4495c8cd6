using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using VmTest.Guest;
using VmTest.Guest.Journal;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;
using VmTest.Guest.Verdicts;
using VmTest.Record;

namespace VmTest.DiagnosisTests.Posted;

/// <summary>Plays what a machine's console, or its journal, showed to those who read them in a run.</summary>
internal sealed partial class PostedGuest
{
    private const string SecondStage = "stage-2: ";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly BootSignals signals = new(() => Limit);
    private readonly ConsoleRecord console;
    private readonly GuestJournal journal;
    private readonly ProbeRecord probe;
    private readonly BootClues clues = new();

    private PostedGuest()
    {
        console = new ConsoleRecord(Stream.Null, () => Limit, (sign, line) =>
        {
            clues.Add(sign, line);
            signals.OnConsole(sign, line);
        });
        journal = new GuestJournal(TextWriter.Null, () => Limit);
        probe = new ProbeRecord(() => Limit, journal);
    }

    private BootEvidence Evidence => new("web", console, clues, new Milestones(), probe, journal, "web/console.log");

    /// <summary>What has to be said of a boot whose console showed this.</summary>
    public static IReadOnlyList<Finding> OfBoot(PostedCase posted)
    {
        var guest = new PostedGuest();
        guest.console.Feed(Encoding.UTF8.GetBytes(posted.Text[^2] is ' ' or ':' or '>' ? posted.Text[..^1] : posted.Text));
        var kind = posted.End == "silent" ? BootEndKind.Silent : BootEndKind.Timeout;
        var end = guest.signals.Ended.IsCompleted ? guest.signals.Ended.Result : new BootEnd(kind, "x", Limit);
        return BootVerdict.Explain(end, guest.Evidence, Limit);
    }

    /// <summary>What has to be said of a unit that ended so, or of an activation script, in a VM without a network.</summary>
    public static IReadOnlyList<Finding> OfUnit(PostedCase posted)
    {
        var guest = new PostedGuest();
        foreach (var line in posted.Text.TrimEnd('\n').Split('\n'))
        {
            guest.Add(line, posted.Subject);
        }

        guest.Dump(posted);
        return RuntimeVerdict.Judge(guest.Evidence, [], isolated: true);
    }

    private void Add(string line, string unit)
    {
        if (line.StartsWith(SecondStage, StringComparison.Ordinal))
        {
            console.Feed(Encoding.UTF8.GetBytes($"{line[SecondStage.Length..]}\n"));
            journal.AddEntry(new JObject
            {
                ["_TRANSPORT"] = "kernel",
                ["SYSLOG_IDENTIFIER"] = GuestJournal.SecondStage,
                ["MESSAGE"] = line[SecondStage.Length..],
            }.ToString());
            return;
        }

        if (Line().Match(line) is not { Success: true } match)
        {
            console.Feed(Encoding.UTF8.GetBytes($"{line}\n"));
            return;
        }

        var entry = new JObject { ["SYSLOG_IDENTIFIER"] = match.Groups["who"].Value, ["MESSAGE"] = match.Groups["text"].Value };
        if (match.Groups["who"].Value == "systemd" && match.Groups["pid"].Value == "1")
        {
            entry["_PID"] = "1";
            entry["UNIT"] = unit;
            Complete(entry, match.Groups["text"].Value);
        }
        else
        {
            entry["_PID"] = match.Groups["pid"].Value;
            entry["_SYSTEMD_UNIT"] = unit;
        }

        journal.AddEntry(entry.ToString());
    }

    /// <summary>The fields that systemd gives its messages.</summary>
    private static void Complete(JObject entry, string text)
    {
        if (Exit().Match(text) is { Success: true } exit)
        {
            entry["EXIT_CODE"] = exit.Groups["code"].Value;
            entry["EXIT_STATUS"] = exit.Groups["status"].Value;
        }
        else if (Result().Match(text) is { Success: true } result)
        {
            entry["UNIT_RESULT"] = result.Groups["result"].Value;
        }
        else if (text.StartsWith("Failed to ", StringComparison.Ordinal))
        {
            entry["MESSAGE_ID"] = GuestJournal.StartFailed;
            entry["JOB_TYPE"] = "start";
            entry["JOB_RESULT"] = "failed";
        }
        else if (text.Contains("Scheduled restart job", StringComparison.Ordinal))
        {
            entry["MESSAGE_ID"] = StartNews.RestartScheduled;
        }
    }

    /// <summary>The unit as systemctl shows it in the end.</summary>
    private void Dump(PostedCase posted)
    {
        if (!posted.Subject.Contains('.', StringComparison.Ordinal) || Result().Matches(posted.Text) is not [.., var result])
        {
            return;
        }

        var main = MainExit().Matches(posted.Text).LastOrDefault();
        var restarts = Restarts().Matches(posted.Text).LastOrDefault()?.Groups["count"].Value ?? "0";
        var waits = posted.Text.LastIndexOf("Scheduled restart job", StringComparison.Ordinal) > result.Index;
        probe.AddMessage(new JObject
        {
            ["t"] = "show",
            ["up"] = 30,
            ["d"] = new JArray(new JObject
            {
                ["Id"] = posted.Subject,
                ["LoadState"] = "loaded",
                ["ActiveState"] = waits ? "activating" : "failed",
                ["SubState"] = waits ? "auto-restart" : "failed",
                ["Result"] = result.Groups["result"].Value,
                ["ExecMainCode"] = main is null ? "0" : "1",
                ["ExecMainStatus"] = main?.Groups["status"].Value ?? "0",
                ["NRestarts"] = restarts,
            }),
        }.ToString(Newtonsoft.Json.Formatting.None));
    }

    [GeneratedRegex(@"^(?:[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \S+|\[ *\d+\.\d+\]) (?<who>[^\s\[]+)\[(?<pid>\d+)\]: ?(?<text>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"process exited, code=(?<code>\w+), status=(?<status>\d+)")]
    private static partial Regex Exit();

    [GeneratedRegex(@"Main process exited, code=exited, status=(?<status>\d+)")]
    private static partial Regex MainExit();

    [GeneratedRegex(@"Failed with result '(?<result>[\w-]+)'")]
    private static partial Regex Result();

    [GeneratedRegex(@"restart counter is at (?<count>\d+)")]
    private static partial Regex Restarts();
}
