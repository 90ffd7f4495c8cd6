using VmTest.Guest;
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
        SubjectKind.Device, "/dev/disk/by-label/gone")]
    [TestCase("[ TIME ] Timed out waiting for device dev-d…e.device - /dev/disk/by-label/gone.", SubjectKind.Device, "/dev/disk/by-label/gone")]
    [TestCase("[FAILED] Failed to mount mnt-data.mount - /mnt/data.", SubjectKind.Unit, "mnt-data.mount")]
    [TestCase("[DEPEND] Dependency failed for local-fs.target.", SubjectKind.Unit, "local-fs.target")]
    public void Without_a_journal_the_console_names_what_led_to_emergency_mode(string line, SubjectKind kind, string name)
    {
        var evidence = new Evidence();
        evidence.Console.AddLine("<<< NixOS Stage 2 >>>");
        evidence.Console.AddLine(line);

        Assert.That(Explain(BootEndKind.Emergency, evidence).Subject, Is.EqualTo(new Subject(kind, name)));
    }

    [Test]
    public void What_mount_says_of_a_file_system_is_why_it_led_to_emergency_mode()
    {
        var evidence = new Evidence().JobFailed("home.mount", "failed");
        evidence.Journal.AddEntry("""{"_PID":"99","_SYSTEMD_UNIT":"home.mount","SYSLOG_IDENTIFIER":"mount","MESSAGE":"mount: /home: unknown filesystem type 'zzfs'."}""");

        Assert.That(Explain(BootEndKind.Emergency, evidence).Message,
            Is.EqualTo("web went into emergency mode because home.mount failed. mount says: /home: unknown filesystem type 'zzfs'."));
    }

    [Test]
    public void A_job_that_finished_after_the_last_list_is_not_blamed()
    {
        var evidence = new Evidence { DumpedAt = 60 }
            .Says("jobs", """[{"unit":"dbus.service","type":"start","state":"running"},{"unit":"hung.service","type":"start","state":"running"}]""", up: 40)
            .Units(["Id=dbus.service", "ActiveState=active", "InactiveExitTimestampMonotonic=39000000",
                    "ActiveEnterTimestampMonotonic=40100000"],
                ["Id=hung.service", "ActiveState=activating", "InactiveExitTimestampMonotonic=2500000"]);

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.That(failure.Subject?.Name, Is.EqualTo("hung.service"));
        Assert.That(failure.Message, Does.Not.Contain("dbus"));
    }

    [Test]
    public void A_host_whose_units_were_still_becoming_ready_is_slow_and_nothing_of_it_is_blamed()
    {
        var evidence = new Evidence { DumpedAt = 60 }
            .Says("jobs", """[{"unit":"sshd.service","type":"start","state":"running"}]""", up: 60)
            .Units(["Id=dbus.service", "ActiveState=active", "InactiveExitTimestampMonotonic=57000000",
                    "ActiveEnterTimestampMonotonic=58000000"],
                ["Id=sshd.service", "ActiveState=activating", "InactiveExitTimestampMonotonic=58100000"]);

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(FailureCodes.BootTimeout));
            Assert.That(failure.Origin, Is.EqualTo(FailureOrigin.Environment));
            Assert.That(failure.Message, Does.Contain("still on its way").And.Contain("dbus.service as the last one"));
            Assert.That(failure.Hint, Does.Contain("--boot-timeout").And.Contain("--jobs").And.Contain("KVM").And.Not.Contain("Make "));
        });
    }

    [Test]
    public void A_host_too_slow_to_answer_about_its_units_is_slow_by_what_its_journal_says()
    {
        var evidence = new Evidence { Now = TimeSpan.FromSeconds(50) }
            .Says("jobs", """[{"unit":"dbus.service","type":"start","state":"running"},{"unit":"sshd.service","type":"start","state":"running"}]""");
        evidence.Now = TimeSpan.FromSeconds(59);
        evidence.Journal.AddEntry("""{"_PID":"1","UNIT":"dbus.service","JOB_TYPE":"start","JOB_RESULT":"done","MESSAGE":"Started dbus."}""");

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.Multiple(() =>
        {
            Assert.That(failure.Origin, Is.EqualTo(FailureOrigin.Environment));
            Assert.That(failure.Message, Does.Contain("still on its way").And.Contain("dbus.service became ready after 59.0 s"));
            Assert.That(failure.Subject, Is.EqualTo(new Subject(SubjectKind.Host, "web")));
        });
    }

    [Test]
    public void A_job_that_two_lists_far_apart_show_is_blamed_on_a_host_that_no_longer_answers()
    {
        const string jobs = """[{"unit":"hung.service","type":"start","state":"running"}]""";
        var evidence = new Evidence { Now = TimeSpan.FromSeconds(20) }.Says("jobs", jobs);
        evidence.Now = TimeSpan.FromSeconds(50);
        evidence.Says("jobs", jobs);
        evidence.Now = TimeSpan.FromSeconds(59);
        evidence.Journal.AddEntry("""{"_PID":"1","UNIT":"dbus.service","JOB_TYPE":"start","JOB_RESULT":"done","MESSAGE":"Started dbus."}""");

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.That(failure.Subject?.Name, Is.EqualTo("hung.service"));
        Assert.That(failure.Message, Does.Contain("has been running for at least 30.0 s"));
    }

    [Test]
    public void A_boot_out_of_time_names_what_failed_first_and_then_what_it_was_waiting_for()
    {
        var evidence = new Evidence { DumpedAt = 60 }
            .Says("jobs", """[{"unit":"slow.service","type":"start","state":"running"}]""", up: 60)
            .Units(["Id=broken.service", "ActiveState=failed", "InactiveExitTimestampMonotonic=5000000"],
                ["Id=slow.service", "ActiveState=activating", "InactiveExitTimestampMonotonic=20000000"]);

        var failure = Explain(BootEndKind.Timeout, evidence);

        Assert.That(failure.Subject?.Name, Is.EqualTo("broken.service"));
        Assert.That(failure.Message,
            Does.Match("broken.service failed.*still waiting: the start job of slow.service"));
    }

    [Test]
    public void The_journal_knows_the_unit_behind_a_description()
    {
        var evidence = new Evidence();
        evidence.Journal.AddEntry("""{"_PID":"1","UNIT":"odd.service","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Starting A Thing of Its Own..."}""");
        evidence.Console.AddLine("[FAILED] Failed to start A Thing of Its Own.");

        Assert.That(Explain(BootEndKind.Timeout, evidence).Subject, Is.EqualTo(new Subject(SubjectKind.Unit, "odd.service")));
    }

    private static Finding Explain(BootEndKind kind, Evidence evidence) =>
        BootVerdict.Explain(new BootEnd(kind, "x", Limit), evidence.Boot, Limit).Single();
}
