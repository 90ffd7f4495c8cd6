using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using VmTest.Qemu;
using VmTest.UnitTests.Guest;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Qemu;

public sealed class QmpClientTests
{
    private const string Greeting = """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": ["oob"]}}""";

    private readonly Socket near = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly FakeTimeProvider time = new();
    private readonly NetworkStream qemu;
    private readonly StreamReader requests;
    private readonly QmpClient client;
    private readonly List<QmpEvent> events = [];

    public QmpClientTests()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        near.Connect(listener.LocalEndpoint);
        qemu = new NetworkStream(listener.AcceptSocket(), ownsSocket: true);
        requests = new StreamReader(qemu);
        client = new QmpClient(new NetworkStream(near), time, events.Add);
    }

    [TearDown]
    public void Close()
    {
        client.Dispose();
        requests.Dispose();
        qemu.Dispose();
        near.Dispose();
    }

    [Test]
    public async Task Negotiation_waits_for_the_greeting_and_leaves_the_negotiation_mode()
    {
        var negotiating = client.NegotiateAsync(CancellationToken.None);
        Say(Greeting);
        Assert.That(await requests.ReadLineAsync(), Is.EqualTo("""{"execute":"qmp_capabilities","id":1}"""));
        Assert.That(negotiating.IsCompleted, Is.False);
        Say("""{"return": {}, "id": 1}""");

        await negotiating;
    }

    [Test]
    public async Task A_QEMU_that_still_loads_its_machine_is_waited_for_longer_than_a_running_one()
    {
        var negotiating = client.NegotiateAsync(CancellationToken.None);
        var asked = client.ExecuteAsync("query-status", CancellationToken.None);
        time.Advance(QmpClient.QmpStart - TimeSpan.FromSeconds(1));
        Assert.That(async () => await asked, Throws.TypeOf<TimeoutException>());
        Assert.That(negotiating.IsCompleted, Is.False);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(async () => await negotiating, Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public async Task Answers_find_their_question_whatever_their_order_and_whatever_comes_between()
    {
        var first = client.IsKvmAsync(CancellationToken.None);
        var second = client.ExecuteAsync("query-status", CancellationToken.None);
        Say("""{"event": "RESET", "data": {"guest": true, "reason": "guest-reset"}}""");
        Say("""{"return": {"status": "running"}, "id": 2}""");
        Say("""{"return": {"enabled": true, "present": true}, "id": 1}""");

        Assert.That((await second)["status"]?.ToString(), Is.EqualTo("running"));
        Assert.That(await first, Is.True);
        Assert.That(events, Is.EqualTo(new[] { new QmpEvent("RESET", "guest-reset") }));
    }

    [Test]
    public void A_refusal_is_told_with_QEMUs_words()
    {
        var asked = client.ExecuteAsync("no-such-command", CancellationToken.None);
        Say("""{"error": {"class": "CommandNotFound", "desc": "The command no-such-command has not been found"}, "id": 1}""");

        Assert.That(async () => await asked,
            Throws.TypeOf<IOException>().With.Message.EqualTo("QEMU refused: The command no-such-command has not been found"));
    }

    [Test]
    public async Task Once_the_connection_has_ended_every_event_was_passed_on()
    {
        Say(Greeting);
        Assert.That(client.EventsRead.IsCompleted, Is.False);
        Say("""{"event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}, "timestamp": {"seconds": 1, "microseconds": 0}}""");
        qemu.Dispose();

        await client.EventsRead;
        Assert.That(events, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_closed_connection_ends_every_wait()
    {
        var greeting = client.NegotiateAsync(CancellationToken.None);
        var asked = client.ExecuteAsync("query-kvm", CancellationToken.None);
        qemu.Dispose();

        Assert.That(async () => await greeting, Throws.InstanceOf<IOException>());
        Assert.That(async () => await asked, Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Whatever_arrives_the_next_answer_is_still_found()
    {
        Properties.ForAll(Properties.Texts, text => Say(text.Replace("\n", string.Empty, StringComparison.Ordinal)));
        Properties.ForAll(Properties.JsonValues, value =>
        {
            Say($$"""{"event":{{value}},"data":{{value}}}""");
            Say($$"""{"event":"STOP","data":{{value}}}""");
            Say($$"""{"event":"STOP","data":{"reason":{{value}} } }""");
            Say($$"""{"id":{{value}},"return":{{value}}}""");
            Say($$"""{"id":77,"error":{{value}}}""");
        }, attempts: 100);
        var asked = client.ExecuteAsync("query-kvm", CancellationToken.None);
        Say("""{"return": 1, "id": 1}""");

        Assert.That((await asked.WaitAsync(TimeSpan.FromSeconds(5))).ToString(), Is.EqualTo("1"));
    }

    [TestCase("panic-init", "GUEST_PANICKED ", "SHUTDOWN guest-panic")]
    [TestCase("panic-init-pause", "GUEST_PANICKED ", "STOP ", "SHUTDOWN host-qmp-quit")]
    [TestCase("self-poweroff", "SHUTDOWN guest-shutdown")]
    [TestCase("efi-disk", "RTC_CHANGE ", "RTC_CHANGE ", "SHUTDOWN host-qmp-quit")]
    [TestCase("ok", "SHUTDOWN host-qmp-quit")]
    public void The_events_of_a_recorded_machine_are_told_in_their_order(string name, params string[] expected)
    {
        const string fromQemu = " < ";
        foreach (var line in File.ReadLines(Evidence.PathOf(name, "qmp.jsonl"))
            .Where(line => line.Contains(fromQemu, StringComparison.Ordinal)))
        {
            Say(line[(line.IndexOf(fromQemu, StringComparison.Ordinal) + fromQemu.Length)..]);
        }

        Assert.That(() => events.ToList().Select(entry => $"{entry.Name} {entry.Reason}"), Is.EqualTo(expected).After(3000, 10));
    }

    private void Say(string line) => qemu.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
