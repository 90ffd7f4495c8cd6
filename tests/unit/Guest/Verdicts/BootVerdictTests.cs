using VmTest.Guest;
using VmTest.Guest.Serial;
using VmTest.Guest.Verdicts;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class BootVerdictTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public void A_boot_out_of_time_names_the_unit_that_holds_it_up_since_when_and_who_waits()
    {
        var evidence = new Evidence()
            .Says("jobs", """[{"unit":"multi-user.target","type":"start","state":"waiting"},{"unit":"hung.service","type":"start","state":"running"}]""", up: 30)
            .Units(["Id=hung.service", "ActiveState=activating", "InactiveExitTimestampMonotonic=2500000"],
                ["Id=multi-user.target", "ActiveState=inactive", "After=hung.service"]);
        evidence.Journal.AddEntry("""{"_SYSTEMD_UNIT":"hung.service","SYSLOG_IDENTIFIER":"hung","MESSAGE":"waiting for godot"}""");

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(FailureCodes.BootTimeout));
            Assert.That(failure.Message,
                Is.EqualTo("web was not ready after 60 s: the start job of hung.service has been running for 7.5 s, and 1 other unit "
                    + "waits for it."));
            Assert.That(failure.Subject, Is.EqualTo(new Subject(SubjectKind.Unit, "hung.service")));
            Assert.That(failure.Excerpt, Is.EqualTo(new[] { "hung: waiting for godot" }));
        });
    }

    [Test]
    public void A_boot_out_of_time_without_a_word_shows_the_consoles_last_lines()
    {
        var evidence = new Evidence();
        evidence.Console.AddLine("last words");

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.That(failure.Message, Is.EqualTo("web was not ready after 60 s: it showed no sign of life."));
        Assert.That(failure.Excerpt, Is.EqualTo(new[] { "last words" }));
        Assert.That(failure.Log?.Path, Is.EqualTo("web/console.log"));
    }

    [TestCase(BootEndKind.KernelPanic, FailureCodes.KernelPanic, "The kernel of web panicked: x")]
    [TestCase(BootEndKind.Emergency, FailureCodes.Emergency, "web went into emergency mode.")]
    [TestCase(BootEndKind.Rescue, FailureCodes.Rescue, "web went into rescue mode instead of its default target.")]
    [TestCase(BootEndKind.GuestExited, FailureCodes.GuestExited, "The machine of web ended during its boot: x.")]
    [TestCase(BootEndKind.RebootLoop, FailureCodes.RebootLoop, "web restarts again and again: x.")]
    public void Each_end_has_a_code_and_a_sentence_of_its_own(BootEndKind kind, string code, string message)
    {
        var failure = Explain(kind, new Evidence());

        Assert.That(failure.Code, Is.EqualTo(code));
        Assert.That(failure.Message, Is.EqualTo(message));
        Assert.That(failure.Hint, Is.Not.Empty);
    }

    [TestCase(@"[    7.429139] systemd[1]: Timed out waiting for device dev-disk-by\x2dlabel-gone.device - /dev/disk/by-label/gone.",
        @"dev-disk-by\x2dlabel-gone.device")]
    [TestCase("[FAILED] Failed to mount mnt-data.mount - /mnt/data.", "mnt-data.mount")]
    [TestCase("[DEPEND] Dependency failed for local-fs.target.", "local-fs.target")]
    public void Without_a_journal_the_console_names_the_unit_that_led_to_emergency_mode(string line, string unit)
    {
        var evidence = new Evidence();
        evidence.Milestones.Reach(ConsoleSign.Userspace, TimeSpan.FromSeconds(5));
        evidence.Console.AddLine("[ TIME ] Timed out waiting for device dev-d…e.device - /dev/disk/by-label/gone.");
        evidence.Console.AddLine(line);

        Assert.That(Explain(BootEndKind.Emergency, evidence).Subject, Is.EqualTo(new Subject(SubjectKind.Unit, unit)));
    }

    private static Finding Explain(BootEndKind kind, Evidence evidence) =>
        BootVerdict.Explain(new BootEnd(kind, "x", Limit), evidence.Boot, Limit).Single();
}
