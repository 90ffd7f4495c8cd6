using Microsoft.Extensions.Time.Testing;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.UnitTests.Runs;

public sealed class ShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly Shutdown shutdown;
    private readonly ManualResetEventSlim forced = new();
    private int times;

    public ShutdownTests()
    {
        shutdown = new Shutdown(time);
        shutdown.Forced += () =>
        {
            Interlocked.Increment(ref times);
            forced.Set();
        };
    }

    [TearDown]
    public void Close()
    {
        shutdown.Dispose();
        forced.Dispose();
    }

    [Test]
    public void Without_a_signal_nothing_is_cancelled() =>
        Assert.That((shutdown.Signal, shutdown.Token.IsCancellationRequested), Is.EqualTo(((int?)null, false)));

    [Test]
    public void The_first_signal_cancels_the_run_and_is_kept()
    {
        shutdown.Arrived(Signals.Terminate);

        Assert.That(shutdown.Token.WaitHandle.WaitOne(Patience), Is.True);
        Assert.That(shutdown.Signal, Is.EqualTo(Signals.Terminate));
        time.Advance(Shutdown.ShutdownLimit - TimeSpan.FromMilliseconds(1));
        Assert.That(times, Is.Zero);
    }

    [Test]
    public void A_run_that_does_not_end_is_forced_at_the_deadline()
    {
        shutdown.Arrived(Signals.Interrupt);

        time.Advance(Shutdown.ShutdownLimit);

        Assert.That(forced.Wait(Patience), Is.True);
    }

    [Test]
    public void A_second_signal_forces_the_end_once_and_the_first_stays_the_reason()
    {
        shutdown.Arrived(Signals.Interrupt);
        shutdown.Arrived(Signals.Terminate);
        shutdown.Arrived(Signals.Terminate);

        Assert.That(forced.Wait(Patience), Is.True);
        time.Advance(Shutdown.ShutdownLimit * 2);
        Assert.That((times, shutdown.Signal), Is.EqualTo((1, (int?)Signals.Interrupt)));
    }

    [Test]
    public void A_callback_of_the_token_does_not_hold_up_the_next_signal()
    {
        using var held = new ManualResetEventSlim();
        using var registration = shutdown.Token.Register(() => held.Wait());

        shutdown.Arrived(Signals.Interrupt);
        shutdown.Arrived(Signals.Interrupt);

        Assert.That(forced.Wait(Patience), Is.True);
        held.Set();
    }
}
