using VmTest.Guest;
using VmTest.Guest.Verdicts;
using VmTest.Model;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Guest;

/// <summary>A guest may write anything to its ports: nothing of it may break the run.</summary>
public sealed class UntrustedGuestTests
{
    private static readonly string[] Types = ["hello", "state", "jobs", "show", "rest", "manager", "target", "log", "end", "dump", "unknown"];

    private static readonly string[] UnitProperties =
        ["Id", "ActiveState", "SubState", "After", "Requires", "ExecMainStatus", "NRestarts", "InactiveExitTimestampMonotonic",
            "ActiveEnterTimestampMonotonic", "FinishTimestampMonotonic"];

    [Test]
    public void Any_text_on_any_port_is_taken() => Properties.ForAll(Properties.Texts, text =>
    {
        var evidence = new Evidence();
        evidence.Probe.AddMessage(text);
        evidence.Journal.AddEntry(text);
        evidence.Console.AddLine(text);

        Assert.That(evidence.Console.Tail.SelectMany(line => line).Any(char.IsControl), Is.False);
    });

    [Test]
    public void Any_value_in_the_place_of_any_other_is_taken_and_reported() => Properties.ForAll(Properties.JsonValues, value =>
    {
        foreach (var type in Types)
        {
            var evidence = new Evidence();
            evidence.Probe.AddMessage($$"""{"t":"{{type}}","up":{{value}},"d":{{value}}}""");
            evidence.Probe.AddMessage($$"""{"t":"{{type}}","up":1,"d":[{{value}}]}""");
            evidence.Probe.AddMessage($$$"""{"t":"{{{type}}}","up":1,"d":{"kernel":{{{value}}} }}""");
            foreach (var property in UnitProperties)
            {
                evidence.Probe.AddMessage($$"""{"t":"{{type}}","up":1,"d":[{"Id":"x.service","ActiveEnterTimestampMonotonic":"9","{{property}}":{{value}},"unit":{{value}},"state":{{value}}}]}""");
                Report(evidence);
            }
        }
    });

    [Test]
    public void Any_value_in_an_entry_of_the_journal_is_taken() => Properties.ForAll(Properties.JsonValues, value =>
    {
        var evidence = new Evidence();
        foreach (var name in new[] { "MESSAGE", "UNIT", "_SYSTEMD_UNIT", "MESSAGE_ID", "SYSLOG_IDENTIFIER", "JOB_RESULT" })
        {
            var entry = $$"""{"__CURSOR":"x","UNIT":"x.service","{{name}}":{{value}}}""";
            evidence.Journal.AddEntry(entry);
            evidence.Probe.AddMessage(entry);
            evidence.Says("log", $"[{entry},{value}]");
        }

        Assert.That(evidence.Journal.Count, Is.EqualTo(12));
    });

    [Test]
    public void Times_at_the_end_of_their_range_are_reported()
    {
        var evidence = new Evidence()
            .Units(["Id=x.service", "ActiveState=activating", "InactiveExitTimestampMonotonic=1",
                "ActiveEnterTimestampMonotonic=9223372036854775807"])
            .Says("jobs", """[{"unit":"x.service","type":"start","state":"running"}]""")
            .Says("manager", """[{"FinishTimestampMonotonic":"9223372036854775807","UserspaceTimestampMonotonic":"18446744073709551615"}]""");

        Assert.That(() => Report(evidence), Throws.Nothing);
    }

    [Test]
    public void A_flood_of_lines_takes_bounded_memory()
    {
        const int lines = 20_000;
        var evidence = new Evidence();
        for (var line = 0; line < lines; line++)
        {
            evidence.Console.AddLine($"[FAILED] {line}");
            evidence.Journal.AddEntry($$"""{"_PID":"1","UNIT":"u{{line}}.service","MESSAGE_ID":"be02cf6855d2428ba40df7e9d022f03d","JOB_RESULT":"failed","MESSAGE":"x"}""");
        }

        Assert.Multiple(() =>
        {
            Assert.That(evidence.Console.Lines, Is.EqualTo(lines));
            Assert.That(evidence.Console.Tail, Has.Count.EqualTo(Limits.KeptLines));
            Assert.That(evidence.Console.Failed, Has.Count.EqualTo(Limits.ReportListLength));
            Assert.That(evidence.Journal.FailedJobs, Has.Count.EqualTo(500));
            Assert.That(evidence.Journal.LinesOf($"u{lines - 1}.service"), Is.Empty);
        });
    }

    [Test]
    public void Of_a_circle_without_an_end_the_last_lines_are_kept()
    {
        var journal = new Evidence().Journal;
        for (var line = 0; line < 1000; line++)
        {
            journal.AddEntry($$"""{"_PID":"1","MESSAGE":"Found dependency on {{line}}"}""");
        }

        journal.AddEntry("""{"_PID":"1","MESSAGE":"a: Job b.service/start deleted to break ordering cycle starting with a"}""");
        Assert.That(journal.Cycles.Single().Lines, Has.Count.EqualTo(20));
        Assert.That(journal.Cycles.Single().Lines[0], Is.EqualTo("Found dependency on 981"));
    }

    [Test]
    public void What_a_service_says_in_systemds_words_and_fields_is_not_believed()
    {
        var journal = new Evidence().Units(["Id=y.service", "ActiveState=active"]).Journal;
        foreach (var message in new[]
        {
            "a.service: Job x.service/start deleted to break ordering cycle starting with a.service/start",
            "y.service: Job y.service/start failed with result 'dependency'.",
        })
        {
            journal.AddEntry($$"""{"_PID":"345","_SYSTEMD_UNIT":"evil.service","SYSLOG_IDENTIFIER":"systemd","UNIT":"y.service","MESSAGE_ID":"be02cf6855d2428ba40df7e9d022f03d","JOB_RESULT":"failed","MESSAGE":"{{message}}"}""");
            journal.AddEntry($$"""{"_TRANSPORT":"stdout","SYSLOG_IDENTIFIER":"systemd","UNIT":"y.service","MESSAGE":"{{message}}"}""");
        }

        Assert.Multiple(() =>
        {
            Assert.That(journal.Cycles, Is.Empty);
            Assert.That(journal.FailedJobs, Is.Empty);
            Assert.That(journal.LinesOf("y.service"), Is.Empty);
            Assert.That(journal.LinesOf("evil.service"), Has.Count.EqualTo(2));
        });
    }

    private static void Report(Evidence evidence)
    {
        BootReportMaker.Make(evidence.Boot, new BootReport { StartedAt = DateTimeOffset.UnixEpoch }, TimeSpan.FromSeconds(12));
        BootVerdict.Explain(
            new BootEnd(BootEndKind.Timeout, string.Empty, TimeSpan.FromSeconds(12)), evidence.Boot, TimeSpan.FromSeconds(12));
        RuntimeVerdict.Judge(evidence.Boot, ["x.service"]);
    }
}
