using System.Text;
using Microsoft.Extensions.Time.Testing;
using VmTest.Guest;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Phases.Boot;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Phases.Boot;

public sealed class BootWaitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly SaidLog log = new();
    private readonly MemoryStream channel = new();
    private readonly GuestRecorder recorder;
    private readonly UsualTimes usual;
    private TimeSpan? used = TimeSpan.Zero;

    public BootWaitTests()
    {
        recorder = new GuestRecorder("web", Stream.Null, "web/console.log", Stream.Null, time);
        usual = new UsualTimes(time);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await recorder.DisposeAsync();
        await channel.DisposeAsync();
    }

    [Test]
    public async Task Ready_ends_the_wait_at_once()
    {
        var waiting = Wait();
        Assert.That(waiting.IsCompleted, Is.False);

        recorder.Evidence.Probe.AddMessage("""{"t":"state","up":9,"d":"running"}""");
        var end = await waiting;

        Assert.That((end.Kind, end.At), Is.EqualTo((BootEndKind.Ready, TimeSpan.Zero)));
        Assert.That(log.Lines, Is.EqualTo(new[] { "end of the status" }));
    }

    [Test]
    public async Task A_guest_that_computes_and_never_gets_ready_ends_at_the_limit_and_not_later()
    {
        using var computing = time.CreateTimer(_ => used += Step, null, Step, Step);

        var end = await time.RunAsync(Wait(), Step);

        Assert.That(end.Kind, Is.EqualTo(BootEndKind.Timeout));
        Assert.That(end.At, Is.InRange(Limit, Limit + Step));
    }

    [Test]
    public async Task A_machine_that_rests_and_says_nothing_ends_long_before_the_limit_with_its_last_line()
    {
        recorder.OnOutput("Press any key");

        var end = await time.RunAsync(Wait(), Step);

        Assert.That(end.Kind, Is.EqualTo(BootEndKind.Silent));
        Assert.That(end.At, Is.LessThan(Limits.Silence + (Limits.Heartbeat * 2)));
        Assert.That(end.Detail, Is.EqualTo("no sign of life for 30.0 s, last line: Press any key"));
    }

    [Test]
    public async Task A_login_prompt_without_a_word_of_the_probe_is_ready_by_the_console_after_twenty_seconds()
    {
        recorder.Signals.OnConsole(ConsoleSign.LoginPrompt, "web login:");

        var end = await time.RunAsync(Wait(), Step);

        Assert.That(end.Kind, Is.EqualTo(BootEndKind.ReadyByConsole));
        Assert.That(end.At, Is.InRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(31)));
    }

    [Test]
    public async Task A_machine_that_is_still_computing_gets_a_minute_for_the_first_word_of_its_probe()
    {
        using var computing = time.CreateTimer(_ => used += Step, null, Step, Step);
        recorder.Signals.OnConsole(ConsoleSign.LoginPrompt, "web login:");

        var end = await time.RunAsync(Wait(), Step);

        Assert.That(end.Kind, Is.EqualTo(BootEndKind.ReadyByConsole));
        Assert.That(end.At, Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72)));
    }

    [Test]
    public async Task A_long_boot_says_how_far_it_is_and_asks_for_the_jobs()
    {
        using var computing = time.CreateTimer(_ => used += Step, null, Step, Step);

        await time.RunAsync(Wait(), Step);

        var status = log.Lines.Where(line => line.StartsWith("status: ", StringComparison.Ordinal)).ToList();
        Assert.That(status, Has.Count.InRange(50, 101));
        Assert.That(status[0], Does.StartWith("status: booting for 3").And.Contain("of 5 min").And.Contain("0 units started"));
        Assert.That(Encoding.ASCII.GetString(channel.ToArray()), Does.StartWith("jobs\njobs\n"));
    }

    [Test]
    public async Task A_boot_that_goes_on_is_hardly_asked_for_its_jobs()
    {
        using var computing = time.CreateTimer(_ => used += Step, null, Step, Step);
        using var starting = time.CreateTimer(_ => recorder.Evidence.Journal.AddEntry(
            """{"MESSAGE":"Started A.","_PID":"1","SYSLOG_IDENTIFIER":"systemd","UNIT":"a.service","JOB_TYPE":"start","JOB_RESULT":"done"}"""),
            null, Step, 5 * Step);

        await time.RunAsync(Wait(), Step);

        // Once a minute, and where the limit is near.
        Assert.That(Encoding.ASCII.GetString(channel.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Has.Length.InRange(4, 7).And.All.EqualTo("jobs"));
    }

    [Test]
    public async Task Where_it_is_known_how_long_a_boot_usually_takes_the_status_says_so()
    {
        usual.Begin(Phase.Boot, "web", TimeSpan.FromSeconds(18));

        await time.RunAsync(Wait(), Step);

        Assert.That(log.Lines.First(line => line.StartsWith("status: ", StringComparison.Ordinal)),
            Does.Match(@"^status: boot 3\.\d s of usually 18\.0 s, at most 5 min 00 s: 0 units started"));
    }

    [Test]
    public async Task A_cancel_is_no_end_of_the_boot()
    {
        using var source = new CancellationTokenSource();
        var waiting = Wait(source.Token);

        await source.CancelAsync();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(recorder.Signals.Ended.IsCompleted, Is.False);
    }

    private Task<BootEnd> Wait(CancellationToken cancellation = default)
    {
        var requests = new ProbeRequests(channel, Task.Delay(Timeout.Infinite, CancellationToken.None), recorder.Evidence.Probe, time);
        return new BootWait(Limit, () => used, recorder, requests, log, usual, time).EndAsync(cancellation);
    }
}
