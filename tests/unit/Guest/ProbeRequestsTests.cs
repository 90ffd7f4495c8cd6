using System.Text;
using Microsoft.Extensions.Time.Testing;
using VmTest.Guest.Probe;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Guest;

public sealed class ProbeRequestsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new();
    private readonly Evidence guest = new();
    private readonly MemoryStream channel = new();
    private readonly TaskCompletionSource exited = new();
    private readonly ProbeRequests requests;

    public ProbeRequestsTests() => requests = new ProbeRequests(channel, exited.Task, guest.Probe, time);

    [TearDown]
    public void Close() => channel.Dispose();

    [Test]
    public async Task A_probe_that_never_spoke_is_not_asked_for_its_units()
    {
        await requests.AskAsync("dump", Limit, CancellationToken.None);

        Assert.That(channel.Length, Is.Zero);
    }

    [Test]
    public async Task The_request_is_one_line_and_the_wait_ends_with_the_last_part_of_the_answer()
    {
        guest.Says("state", "\"running\"");
        var asking = requests.AskAsync("dump", Limit, CancellationToken.None);
        Assert.That(Encoding.ASCII.GetString(channel.ToArray()), Is.EqualTo("dump\n"));
        Assert.That(asking.IsCompleted, Is.False);

        guest.Says("end", "\"dump\"");

        await asking;
    }

    [Test]
    public async Task A_probe_that_falls_silent_is_waited_for_half_a_minute()
    {
        guest.Says("state", "\"running\"");
        var started = time.GetTimestamp();

        await time.RunAsync(requests.AskAsync("dump", Limit, CancellationToken.None), Step);

        Assert.That(time.GetElapsedTime(started), Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32)));
    }

    [Test]
    public async Task A_probe_that_goes_on_speaking_is_waited_for_until_the_limit()
    {
        guest.Says("state", "\"running\"");
        var started = time.GetTimestamp();
        var asking = requests.AskAsync("dump", Limit, CancellationToken.None);
        using var speaking = time.CreateTimer(_ => guest.Says("jobs", "[]"), null, Step * 5, Step * 5);

        await time.RunAsync(asking, Step);

        Assert.That(time.GetElapsedTime(started), Is.InRange(Limit, Limit + TimeSpan.FromSeconds(32)));
    }

    [Test]
    public async Task The_end_of_the_machine_ends_the_wait()
    {
        guest.Says("state", "\"running\"");
        var asking = requests.AskAsync("dump", Limit, CancellationToken.None);

        exited.SetResult();

        await asking;
    }

    [Test]
    public async Task A_cancel_ends_the_wait_and_is_no_timeout()
    {
        guest.Says("state", "\"running\"");
        using var source = new CancellationTokenSource();
        var asking = requests.AskAsync("dump", Limit, source.Token);

        await source.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_first_word_is_waited_for_four_seconds_or_until_it_comes()
    {
        var started = time.GetTimestamp();
        await time.RunAsync(requests.FirstWordAsync(CancellationToken.None), Step / 10);
        Assert.That(time.GetElapsedTime(started), Is.InRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)));

        var waiting = requests.FirstWordAsync(CancellationToken.None);
        guest.Says("state", "\"starting\"");
        started = time.GetTimestamp();
        await time.RunAsync(waiting, Step / 10);
        Assert.That(time.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(1)));
    }
}
