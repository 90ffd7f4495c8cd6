using Microsoft.Extensions.Time.Testing;
using VmTest.Guest;
using VmTest.Model;

namespace VmTest.UnitTests.Guest;

public sealed class SilenceWatchTests
{
    private static readonly TimeSpan Short = Limits.Silence / 2;

    private readonly FakeTimeProvider time = new();
    private readonly Evidence guest = new();
    private readonly SilenceWatch watch;

    public SilenceWatchTests() => watch = new SilenceWatch(time);

    [Test]
    public void A_machine_that_rests_and_says_nothing_is_silent_after_the_limit_and_not_before()
    {
        time.Advance(Limits.Silence - TimeSpan.FromSeconds(1));
        Assert.That(Lasts(TimeSpan.Zero), Is.False);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Lasts(TimeSpan.Zero), Is.True);
    }

    [Test]
    public void A_line_on_the_console_starts_the_wait_anew()
    {
        time.Advance(Short);
        guest.Console.AddLine("a word");
        Assert.That(Lasts(TimeSpan.Zero), Is.False);

        time.Advance(Short);
        Assert.That(Lasts(TimeSpan.Zero), Is.False, "half of the limit has passed since the line");
        time.Advance(Short);
        Assert.That(Lasts(TimeSpan.Zero), Is.True);
    }

    [Test]
    public void A_machine_that_computes_is_not_silent_however_little_it_says()
    {
        var used = TimeSpan.Zero;
        for (var round = 0; round < 10; round++)
        {
            time.Advance(Short);
            used += Short / 10;
            Assert.That(Lasts(used), Is.False);
        }
    }

    [Test]
    public void The_ticks_of_an_idle_machine_are_no_sign_of_life()
    {
        time.Advance(Limits.Silence);

        Assert.That(Lasts(Limits.Silence / 50), Is.True);
    }

    [Test]
    public void A_guest_whose_probe_has_spoken_may_be_quiet()
    {
        guest.Says("state", "\"starting\"");
        time.Advance(Limits.Silence * 3);

        Assert.That(Lasts(TimeSpan.Zero), Is.False);
    }

    private bool Lasts(TimeSpan used) => watch.Lasts(guest.Boot, used);
}
