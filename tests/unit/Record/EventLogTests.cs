using VmTest.Model.Events;
using VmTest.Record;
using VmTest.UnitTests.Reports;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Record;

public sealed class EventLogTests
{
    private readonly TemporaryFolder folder = new();
    private readonly SetTime time = new(Samples.Time);

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Every_type_of_event_has_a_sample_here() =>
        Assert.That(Samples.Events.Select(entry => entry.GetType()),
            Is.EquivalentTo(typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent)))));

    [Test]
    public void Every_type_of_event_comes_back_from_disk_with_all_that_it_holds()
    {
        var path = folder.Below("events.jsonl");
        using (var log = EventLog.Open(path, time))
        {
            Samples.Events.ToList().ForEach(log.Write);
        }

        var expected = Samples.Events.Select(entry => entry with { At = Samples.Time }).ToList();
        Assert.That(Flat.Of(expected), Has.None.Contains("nothing").And.None.EndsWith(" has 0"), "a sample leaves something out");
        Assert.That(Flat.Of(EventLog.ReadFile(path)), Is.EqualTo(Flat.Of(expected)));
    }

    [Test]
    public void An_event_is_on_disk_as_one_line_as_soon_as_it_is_written()
    {
        var path = folder.Below("events.jsonl");
        using var log = EventLog.Open(path, time);
        log.Write(new RunFinished(15));

        Assert.That(File.ReadAllText(path),
            Is.EqualTo("{\"event\":\"run-finished\",\"signal\":15,\"killed\":false,\"at\":\"2026-11-23T07:45:12.345Z\"}\n"));
    }

    [Test]
    public void A_torn_last_line_is_passed_over()
    {
        var path = folder.Below("events.jsonl");
        using (var log = EventLog.Open(path, time))
        {
            Samples.Events.ToList().ForEach(log.Write);
        }

        var whole = File.ReadAllBytes(path);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var end = last; end < whole.Length - 1; end++)
        {
            File.WriteAllBytes(path, whole[..end]);
            Assert.That(EventLog.ReadFile(path), Has.Count.EqualTo(Samples.Events.Count - 1), $"cut after {end - last} bytes");
        }
    }

    [Test]
    public void An_event_written_behind_a_torn_line_is_not_lost()
    {
        var path = folder.Write("events.jsonl", "{\"event\":\"hosts-selected\",\"hos");
        using (var log = EventLog.Open(path, time))
        {
            log.Write(new RunFinished(Killed: true));
        }

        Assert.That(EventLog.ReadFile(path), Is.EqualTo(new[] { new RunFinished(Killed: true) { At = Samples.Time } }));
    }

    [TestCase("{\"event\":\"of-a-later-version\",\"x\":1}")]
    [TestCase("{\"x\":1}")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("{\"event\":{}}")]
    [TestCase("{\"event\":\"phase-started\",\"phase\":\"no-such-phase\"}")]
    [TestCase("{\"event\":\"run-finished\",\"at\":\"yesterday\"}")]
    public void A_line_that_is_no_known_event_is_passed_over(string line)
    {
        var path = folder.Write("events.jsonl", $"{line}\n");
        using (var log = EventLog.Open(path, time))
        {
            log.Write(new RunFinished());
        }

        Assert.That(EventLog.ReadFile(path), Has.Count.EqualTo(1));
    }

    [Test]
    public void An_opened_log_continues_what_is_there()
    {
        var path = folder.Below("events.jsonl");
        using (var first = EventLog.Open(path, time))
        {
            first.Write(new HostsSelected(["web"]));
        }

        using var second = EventLog.Open(path, time);
        second.Write(new RunFinished());

        Assert.That(second.Snapshot().Select(entry => entry.GetType()), Is.EqualTo(new[] { typeof(HostsSelected), typeof(RunFinished) }));
        Assert.That(EventLog.ReadFile(path), Has.Count.EqualTo(2));
    }

    [Test]
    public void Many_writers_at_once_leave_whole_lines()
    {
        var path = folder.Below("events.jsonl");
        using (var log = EventLog.Open(path, time))
        {
            Parallel.For(0, 200, index => log.Write(new HostsSelected([new string('x', index)])));
        }

        Assert.That(EventLog.ReadFile(path), Has.Count.EqualTo(200));
    }
}
