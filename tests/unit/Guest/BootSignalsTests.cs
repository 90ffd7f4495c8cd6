using VmTest.Guest;
using VmTest.Guest.Serial;
using VmTest.Qemu;
using VmTest.UnitTests.Support;

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

    [Test]
    public async Task A_panic_that_only_a_service_prints_is_not_believed()
    {
        Doubting(out var asked, answers: true);

        signals.OnConsole(ConsoleSign.KernelPanic, "[    1.0] Kernel panic - not syncing: forged");
        for (var time = 0; time < 3; time++)
        {
            await asked.WaitAsync();
        }

        Assert.That(signals.Ended.IsCompleted, Is.False);
        signals.OnState("running");
        Assert.That((await signals.Ended).Kind, Is.EqualTo(BootEndKind.Ready));
    }

    [Test]
    public async Task A_panic_is_believed_when_the_guest_answers_nobody_any_more()
    {
        Doubting(out _, answers: false);

        signals.OnConsole(ConsoleSign.KernelPanic, "panic");

        Assert.That(await signals.Ended, Is.EqualTo(new BootEnd(BootEndKind.KernelPanic, "panic", Now)));
    }

    [Test]
    public async Task A_panic_is_believed_at_once_when_the_machine_stops([Values("exit", "RESET", "GUEST_PANICKED")] string how)
    {
        Doubting(out _, answers: true);

        signals.OnConsole(ConsoleSign.KernelPanic, "panic");
        if (how == "exit")
        {
            signals.OnExit(0);
        }
        else
        {
            signals.OnVm(new VmEvent(
                how == "RESET" ? VmEventKind.Reset : how == "SHUTDOWN" ? VmEventKind.ShuttingDown : VmEventKind.Panicked, "guest-reset"));
        }

        Assert.That((await signals.Ended).Kind, Is.EqualTo(BootEndKind.KernelPanic));
    }

    [TestCase(ConsoleSign.FirmwareShell)]
    [TestCase(ConsoleSign.LoaderPrompt)]
    [TestCase(ConsoleSign.InitrdPrompt)]
    public async Task A_system_that_runs_is_past_its_firmware_boot_loader_and_initrd_until_it_restarts(ConsoleSign sign)
    {
        Doubting(out _, answers: true);

        signals.OnConsole(sign, "forged");
        Assert.That(signals.Ended.IsCompleted, Is.False);

        signals.OnVm(new VmEvent(VmEventKind.Reset, "guest-reset"));
        signals.OnConsole(sign, "real");
        Assert.That((await signals.Ended).Detail, Is.EqualTo("real"));
    }

    [TestCase(ConsoleSign.Emergency, BootEndKind.Emergency)]
    [TestCase(ConsoleSign.Rescue, BootEndKind.Rescue)]
    public async Task Emergency_and_rescue_mode_are_believed_when_the_probe_says_so_too(ConsoleSign sign, BootEndKind kind)
    {
        Doubting(out _, answers: true);

        signals.OnConsole(sign, "line");
        Assert.That(signals.Ended.IsCompleted, Is.False);
        signals.OnState("maintenance");

        Assert.That((await signals.Ended).Kind, Is.EqualTo(kind));
    }

    /// <summary>A guest whose probe has spoken, and answers or not.</summary>
    private void Doubting(out SemaphoreSlim asked, bool answers)
    {
        var evidence = new Evidence().Says("hello", "{}");
        var count = asked = new SemaphoreSlim(0);
        signals.Confirmation = new SignConfirmation(
            evidence.Probe,
            () => signals.UnitsStarted,
            () =>
            {
                count.Release();
                if (answers)
                {
                    evidence.Says("jobs", "[]");
                }

                return Task.CompletedTask;
            },
            new QuickTime());
    }
}
