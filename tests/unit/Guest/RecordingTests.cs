using VmTest.Guest;
using VmTest.Guest.Journal;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;
using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.UnitTests.Guest;

/// <summary>What is made of guests that were really run.</summary>
public sealed class RecordingTests
{
    private static readonly ConsoleSign[] Decisive =
        [ConsoleSign.DefaultTargetReached, ConsoleSign.LoginPrompt, ConsoleSign.KernelPanic, ConsoleSign.Emergency, ConsoleSign.Rescue,
            ConsoleSign.InitrdPrompt];

    [TestCase("ok", ConsoleSign.DefaultTargetReached)]
    [TestCase("full-persistent", ConsoleSign.DefaultTargetReached)]
    [TestCase("efi-disk", ConsoleSign.DefaultTargetReached)]
    [TestCase("gui-weston", ConsoleSign.DefaultTargetReached)]
    [TestCase("gui-xdm", ConsoleSign.DefaultTargetReached)]
    [TestCase("crash-loop", ConsoleSign.DefaultTargetReached)]
    [TestCase("dep-failure", ConsoleSign.DefaultTargetReached)]
    [TestCase("fail-203exec", ConsoleSign.DefaultTargetReached)]
    [TestCase("fail-exit1", ConsoleSign.DefaultTargetReached)]
    [TestCase("start-timeout", ConsoleSign.DefaultTargetReached)]
    [TestCase("self-poweroff", ConsoleSign.DefaultTargetReached)]
    [TestCase("self-poweroff-pause", ConsoleSign.DefaultTargetReached)]
    [TestCase("emergency", ConsoleSign.Emergency)]
    [TestCase("panic-init", ConsoleSign.KernelPanic)]
    [TestCase("panic-init-pause", ConsoleSign.KernelPanic)]
    [TestCase("panic-late", ConsoleSign.KernelPanic)]
    [TestCase("panic-late-pause", ConsoleSign.KernelPanic)]
    [TestCase("panic-exitfail", ConsoleSign.KernelPanic)]
    [TestCase("hung-oneshot", ConsoleSign.None)]
    [TestCase("noroot", ConsoleSign.InitrdPrompt)]
    public void The_console_shows_the_sign_that_decides(string name, ConsoleSign expected)
    {
        var evidence = Evidence.Recorded(name);

        Assert.That(evidence.Signs.Select(entry => entry.Sign).FirstOrDefault(Decisive.Contains), Is.EqualTo(expected));
        Assert.That(evidence.Milestones.Has("kernel"), Is.True);
        Assert.That(evidence.Console.Tail.SelectMany(line => line).Any(char.IsControl), Is.False);
    }

    [TestCase("luks-scripted", "/dev/vda", "/dev/vda")]
    [TestCase("luks-systemd", "cryptroot", "cryptroot")]
    [TestCase("luks-systemd-credential")]
    public void A_prompt_for_a_passphrase_is_one_sign_however_it_is_drawn(string name, params string[] devices) =>
        Assert.That(Evidence.Recorded(name).Signs.Where(entry => entry.Sign == ConsoleSign.PassphrasePrompt)
            .Select(entry => ConsoleRemarks.Parse(entry.Line)!.What), Is.EqualTo(devices));

    [TestCase("luks-scripted", null)]
    [TestCase("luks-systemd", null)]
    [TestCase("luks-systemd-credential", "cryptroot")]
    public void A_disk_that_an_initrd_of_systemd_cannot_open_is_known_by_its_mapping(string name, string? mapping) =>
        Assert.That(Evidence.Recorded(name).Clues.LockedDevice, Is.EqualTo(mapping));

    [TestCase("dep-failure", "dep-base.service", "dep-top.service")]
    [TestCase("start-timeout", "never-ready.servic")]
    [TestCase("emergency", "Timed out waiting for device", "data.mount", "local-fs.target")]
    [TestCase("ok")]
    public void The_console_names_the_units_that_failed(string name, params string[] units)
    {
        var failed = Evidence.Recorded(name).Console.Failed;

        Assert.That(failed, Has.Count.EqualTo(units.Length));
        foreach (var (line, unit) in failed.Zip(units))
        {
            Assert.That(line, Does.Contain(unit));
        }
    }

    [Test]
    public void The_journal_of_a_real_guest_tells_which_unit_is_restarted() =>
        Assert.That(Evidence.Recorded("crash-loop").Journal.Starts.Restarted, Is.EqualTo(new[] { "loop.service" }));

    [Test]
    public void The_journal_of_a_real_guest_tells_that_its_start_is_over() =>
        Assert.That(Evidence.Recorded("ok").Journal.Starts.Finished.IsCompleted, Is.True);

    [Test]
    public void The_journal_of_a_real_guest_tells_how_a_unit_failed() =>
        Assert.That(Evidence.Recorded("fail-203exec").Journal.Starts.Failures, Has.Some.Matches<FailedStart>(
            failure => failure is { Result: "exit-code", Code: "exited", Status: 203 }));

    [TestCase("ok", "running")]
    [TestCase("fail-203exec", "degraded")]
    [TestCase("emergency", "maintenance")]
    [TestCase("self-poweroff", "stopping")]
    [TestCase("hung-oneshot", "starting")]
    public void The_probe_tells_the_last_state_of_the_system(string name, string state)
    {
        var evidence = Evidence.Recorded(name);

        Assert.Multiple(() =>
        {
            Assert.That(evidence.States[^1], Is.EqualTo(state));
            Assert.That(evidence.Probe.SystemState, Is.EqualTo(state));
            Assert.That(evidence.Probe.HasSpoken, Is.True);
            Assert.That(evidence.Probe.Kernel, Does.StartWith("6.12"));
            Assert.That(evidence.Probe.Clock.Now, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(evidence.Journal.Count, Is.GreaterThan(100));
        });
    }

    [Test]
    public void A_unit_that_never_ends_starting_is_what_the_others_wait_for()
    {
        var probe = Evidence.Recorded("hung-oneshot").Probe;

        Assert.That(probe.Jobs, Is.EqualTo(new[]
        {
            new UnitJob("hung.service", "start", "running"),
            new UnitJob("after-hung.service", "start", "waiting"),
            new UnitJob("multi-user.target", "start", "waiting"),
        }));
        Assert.That(JobQueue.Running(probe.Jobs, probe.Units)[0].Job.Unit, Is.EqualTo("hung.service"));
    }

    [TestCase("fail-203exec", "bad-exec.service", "its program ended with exit status 203/EXEC: Unable to locate executable "
        + "'/nix/store/00000000000000000000000000000000-gone/bin/daemon': No such file or directory")]
    [TestCase("fail-exit1", "bad-exit.service", "its program ended with exit status 1: cannot bind to port 80: address in use")]
    [TestCase("start-timeout", "never-ready.service", "it did not start in time")]
    public void A_failed_unit_is_named_with_the_way_it_failed_and_its_own_words(string name, string unit, string how)
    {
        var failure = RuntimeVerdict.Judge(Evidence.Recorded(name).Boot, []).Single();

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.UnitFailed));
        Assert.That(failure.Message, Is.EqualTo($"{unit} of web failed: {how}."));
        Assert.That(failure.Excerpt, Is.Not.Empty.And.Some.Contains(unit));
    }

    [Test]
    public void A_unit_that_failed_because_of_another_is_linked_to_it()
    {
        var failures = RuntimeVerdict.Judge(Evidence.Recorded("dep-failure").Boot, []);

        Assert.That(failures.Select(failure => (failure.Code, failure.Subject?.Name)), Is.EqualTo(new[]
        {
            (FailureCodes.UnitFailed, "dep-base.service"),
            (FailureCodes.DependencyFailed, "dep-top.service"),
        }));
        Assert.That(failures[1].CausedBy, Is.SameAs(failures[0]));
    }

    [Test]
    public void Emergency_mode_names_the_unit_that_led_to_it()
    {
        var evidence = Evidence.Recorded("emergency");

        var failure = BootVerdict.Explain(
            new BootEnd(BootEndKind.Emergency, "maintenance", TimeSpan.FromSeconds(9)), evidence.Boot, TimeSpan.FromSeconds(300)).Single();

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.Emergency));
        Assert.That(failure.Message, Does.Contain("went into emergency mode because").And.Contain("nope"));
    }

    [TestCase("panic-init", "Attempted to kill init!")]
    [TestCase("panic-late", "sysrq triggered crash")]
    public void A_panic_is_quoted(string name, string words)
    {
        var evidence = Evidence.Recorded(name);
        var line = evidence.Signs.First(entry => entry.Sign == ConsoleSign.KernelPanic).Line;

        var failure = BootVerdict.Explain(
            new BootEnd(BootEndKind.KernelPanic, line, TimeSpan.FromSeconds(3)), evidence.Boot, TimeSpan.FromSeconds(300)).Single();

        Assert.That(failure.Message, Does.StartWith($"The kernel of web panicked: {words}"));
        Assert.That(failure.Excerpt, Has.Some.Contains("Kernel panic - not syncing"));
    }
}
