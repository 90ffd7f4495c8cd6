using VmTest.Guest.Probe;

namespace VmTest.UnitTests.Guest.Probe;

public sealed class GuestClockTests
{
    private TimeSpan now;

    [Test]
    public void What_arrives_is_late_and_what_is_answered_was_asked_before()
    {
        var clock = Clock();
        Hear(clock, guest: 1, at: 4.2);
        Hear(clock, guest: 5, at: 8.05);
        Answer(clock, asked: 12.98, guest: 10, arrived: 13.1);

        var fit = clock.Fit(TimeSpan.Zero)!;

        Assert.That(fit.Offset.TotalSeconds, Is.EqualTo(3.05).Within(0.001));
        Assert.That(fit.Error.TotalSeconds, Is.EqualTo(0.07).Within(0.001));
        Assert.That(fit.IsEven, Is.True);
    }

    [Test]
    public void Without_an_answer_the_error_reaches_back_to_the_last_sign_before_the_kernel()
    {
        var clock = Clock();
        Hear(clock, guest: 1, at: 4);

        Assert.That(clock.Fit(Seconds(2.5)), Is.EqualTo(new ClockFit(Seconds(3), 1, Seconds(0.5))));
    }

    [Test]
    public void A_clock_that_runs_too_fast_is_fitted_by_its_rate()
    {
        var clock = Clock();
        foreach (var at in new[] { 5.0, 10, 20, 40 })
        {
            Hear(clock, guest: (at - 2) * 1.25, at: at + 0.01);
            Answer(clock, asked: at, guest: (at - 2) * 1.25, arrived: at + 0.02);
        }

        var fit = clock.Fit(Seconds(1))!;

        Assert.That(fit.Rate, Is.EqualTo(0.8).Within(0.01));
        Assert.That(fit.At(Seconds(10)).TotalSeconds, Is.EqualTo(10).Within(0.05));
        Assert.That(fit.IsEven, Is.False);
    }

    [Test]
    public void A_clock_that_would_begin_before_firmware_and_loader_does_not_fit()
    {
        var clock = Clock();
        Hear(clock, guest: 30, at: 20);

        Assert.That(clock.Fit(Seconds(1)), Is.Null);
    }

    [Test]
    public void A_clock_that_jumps_does_not_fit()
    {
        var clock = Clock();
        Answer(clock, asked: 5, guest: 3, arrived: 5.01);
        Answer(clock, asked: 10, guest: 14, arrived: 10.01);
        Answer(clock, asked: 20, guest: 15, arrived: 20.01);

        Assert.That(clock.Fit(Seconds(1)), Is.Null);
    }

    [Test]
    public void A_guest_that_starts_again_has_a_new_clock()
    {
        var clock = Clock();
        Hear(clock, guest: 1, at: 4);
        clock.Restart();
        Hear(clock, guest: 1, at: 24);

        Assert.That(clock.Fit(TimeSpan.Zero)!.Offset, Is.EqualTo(Seconds(23)));
    }

    [Test]
    public void Without_a_word_there_is_no_clock() => Assert.That(Clock().Fit(TimeSpan.Zero), Is.Null);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private GuestClock Clock() => new(() => now);

    private void Hear(GuestClock clock, double guest, double at)
    {
        now = Seconds(at);
        clock.Hear(Seconds(guest), isAnswer: false);
    }

    private void Answer(GuestClock clock, double asked, double guest, double arrived)
    {
        now = Seconds(asked);
        clock.Ask();
        now = Seconds(arrived);
        clock.Hear(Seconds(guest), isAnswer: true);
    }
}
