using VmTest.Guest;
using VmTest.Guest.Serial;
using VmTest.Qemu;

namespace VmTest.UnitTests.Guest;

public sealed class BootSignalsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(7);

    private readonly BootSignals signals = new(() => Now);

    [TestCase("ok", BootEndKind.Ready)]
    [TestCase("fail-203exec", BootEndKind.Ready)]
    [TestCase("emergency", BootEndKind.Emergency)]
    [TestCase("panic-init", BootEndKind.KernelPanic)]
    [TestCase("panic-late", BootEndKind.KernelPanic)]
    [TestCase("noroot", BootEndKind.Initrd)]
    public async Task A_recorded_boot_ends_by_its_first_sign(string name, BootEndKind expected)
    {
        var evidence = Evidence.Recorded(name);
        evidence.Signs.ForEach(entry => signals.OnConsole(entry.Sign, entry.Line));
        evidence.States.ForEach(signals.OnState);

        Assert.That((await signals.Ended).Kind, Is.EqualTo(expected));
    }

    [TestCase("hung-oneshot")]
    public void A_boot_that_hangs_gives_no_sign(string name)
    {
        var evidence = Evidence.Recorded(name);
        evidence.Signs.ForEach(entry => signals.OnConsole(entry.Sign, entry.Line));
        evidence.States.ForEach(signals.OnState);

        Assert.That(signals.Ended.IsCompleted, Is.False);
        Assert.That(signals.UnitsStarted, Is.GreaterThan(10));
    }

    [Test]
    public async Task The_first_sign_decides_and_later_ones_change_nothing()
    {
        signals.OnState("degraded");
        signals.OnConsole(ConsoleSign.KernelPanic, "x");

        Assert.That(await signals.Ended, Is.EqualTo(new BootEnd(BootEndKind.Ready, "degraded", Now)));
    }

    [Test]
    public async Task One_restart_is_tolerated_and_a_second_is_a_loop()
    {
        var restart = new VmEvent(VmEventKind.Reset, "guest-reset");
        signals.OnVm(restart);
        signals.OnVm(new VmEvent(VmEventKind.Reset, "host-qmp-system-reset"));
        Assert.That(signals.Ended.IsCompleted, Is.False);

        signals.OnVm(restart);
        Assert.That((await signals.Ended).Kind, Is.EqualTo(BootEndKind.RebootLoop));
    }

    [Test]
    public async Task A_machine_that_ends_says_why()
    {
        signals.OnVm(new VmEvent(VmEventKind.ShuttingDown, "guest-shutdown"));
        signals.OnExit(0);

        Assert.That(await signals.Ended, Is.EqualTo(new BootEnd(BootEndKind.GuestExited, "guest-shutdown (QEMU's exit code 0)", Now)));
    }

    [Test]
    public void A_target_on_the_console_alone_is_noted_and_decides_nothing_yet()
    {
        signals.OnConsole(ConsoleSign.DefaultTargetReached, "x");

        Assert.That(signals.ConsoleReadyAt, Is.EqualTo(Now));
        Assert.That(signals.Ended.IsCompleted, Is.False);
    }
}
