using VmTest.Guest.Verdicts;
using VmTest.Model;

namespace VmTest.UnitTests.Guest.Verdicts;

public sealed class RuntimeVerdictTests
{
    private static readonly string[] Healthy = ["Id=sshd.service", "LoadState=loaded", "ActiveState=active", "SubState=running"];
    private static readonly string[] Finished = [
        "Id=oneshot.service", "LoadState=loaded", "ActiveState=inactive", "SubState=dead", "Result=success"];

    [Test]
    public void A_system_without_a_failed_unit_is_healthy()
    {
        var evidence = new Evidence().Units(Healthy, Finished).Says("target", """[{"Id":"multi-user.target","ActiveState":"active"}]""");

        Assert.That(RuntimeVerdict.Judge(evidence.Boot, ["sshd.service"]), Is.Empty);
    }

    [TestCase("exit-code", "1", "1", "its program ended with exit status 1")]
    [TestCase("exit-code", "1", "203", "its program ended with exit status 203/EXEC")]
    [TestCase("exit-code", "1", "217", "its program ended with exit status 217/USER")]
    [TestCase("signal", "2", "9", "its program was killed by signal 9")]
    [TestCase("timeout", "2", "15", "it did not start in time")]
    [TestCase("start-limit-hit", "1", "1", "it was restarted too often (exit status 1)")]
    [TestCase("resources", "0", "0", "its result is resources")]
    public void A_failed_unit_is_named_with_the_way_it_failed(string result, string code, string status, string how)
    {
        var evidence = new Evidence()
            .Units(Healthy, ["Id=x.service", "ActiveState=failed", $"Result={result}", $"ExecMainCode={code}", $"ExecMainStatus={status}"]);

        var failure = RuntimeVerdict.Judge(evidence.Boot, []).Single();

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.UnitFailed));
        Assert.That(failure.Message, Is.EqualTo($"x.service of web failed: {how}."));
        Assert.That(failure.Subject, Is.EqualTo(new Subject(SubjectKind.Unit, "x.service")));
    }

    [TestCase("core-dump", "0", FailureCodes.CoreDump, "x.service of web failed: its program crashed by signal 11.")]
    [TestCase("oom-kill", "0", FailureCodes.OomKilled, "x.service of web failed: the kernel killed it because memory ran out.")]
    [TestCase("start-limit-hit", "5", FailureCodes.RestartLoop,
        "x.service of web failed after 5 restarts: it was restarted too often (exit status 11).")]
    public void Some_ways_to_fail_have_a_code_of_their_own(string result, string restarts, string code, string message)
    {
        var evidence = new Evidence()
            .Units(["Id=x.service", "ActiveState=failed", $"Result={result}", "ExecMainStatus=11", $"NRestarts={restarts}"]);

        var failure = RuntimeVerdict.Judge(evidence.Boot, []).Single();

        Assert.That(failure.Code, Is.EqualTo(code));
        Assert.That(failure.Message, Is.EqualTo(message));
    }

    [Test]
    public void A_degraded_system_is_never_healthy_though_nothing_tells_which_unit_failed()
    {
        var evidence = new Evidence().Says("state", "\"degraded\"");

        Assert.That(RuntimeVerdict.JudgeByConsole(evidence.Boot).Single().Code, Is.EqualTo(FailureCodes.UnitFailed));
        Assert.That(RuntimeVerdict.Judge(evidence.Units(Healthy).Boot, []).Single().Message, Does.Contain("degraded"));
    }

    [Test]
    public void A_unit_between_two_restarts_is_a_failure_though_systemd_counts_none()
    {
        var evidence = new Evidence()
            .Units(Healthy, ["Id=loop.service", "ActiveState=activating", "SubState=auto-restart", "NRestarts=4", "ExecMainStatus=7"]);

        Assert.That(RuntimeVerdict.Judge(evidence.Boot, []).Single().Code, Is.EqualTo(FailureCodes.RestartLoop));
    }

    [Test]
    public void A_unit_that_runs_but_was_restarted_between_two_looks_is_in_a_loop()
    {
        string[] Loop(int restarts) =>
            ["Id=loop.service", "ActiveState=active", "SubState=running", $"NRestarts={restarts}", "ExecMainStatus=0"];
        var evidence = new Evidence().Units(Healthy, Loop(2));

        Assert.That(RuntimeVerdict.NeedsSecondLook(evidence.Boot), Is.True);
        evidence.Units(Healthy, Loop(3));

        var failure = RuntimeVerdict.Judge(evidence.Boot, []).Single();
        Assert.That(failure.Code, Is.EqualTo(FailureCodes.RestartLoop));
        Assert.That(failure.Message, Does.Contain("3 times up to now)"));
    }

    [Test]
    public void A_unit_that_stays_up_after_a_restart_is_well()
    {
        string[] unit = ["Id=late.service", "ActiveState=active", "SubState=running", "NRestarts=1"];
        var evidence = new Evidence().Units(Healthy, unit).Units(Healthy, unit);

        Assert.That(RuntimeVerdict.Judge(evidence.Boot, []), Is.Empty);
    }

    [Test]
    public void An_ordering_cycle_names_the_unit_that_was_left_out_and_shows_the_circle()
    {
        var evidence = new Evidence().Units(Healthy);
        foreach (var message in new[] { "a.service: Found ordering cycle on "
            + "b.service/start", "a.service: Found dependency on a.service/start",
            "a.service: Job b.service/start deleted to break ordering cycle starting with a.service/start" })
        {
            evidence.Journal.AddEntry($$"""{"_PID":"1","MESSAGE":"{{message}}"}""");
        }

        var failure = RuntimeVerdict.Judge(evidence.Boot, []).Single();

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.OrderingCycle));
        Assert.That(failure.Subject?.Name, Is.EqualTo("b.service"));
        Assert.That(failure.Excerpt, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_part_of_the_activation_script_that_failed_is_named()
    {
        var evidence = new Evidence().Units(Healthy);
        evidence.Console.AddLine("Activation script snippet 'users' failed (1)");

        Assert.That(RuntimeVerdict.Judge(evidence.Boot, []).Single().Subject?.Name, Is.EqualTo("system.activationScripts.users"));
    }

    [Test]
    public void A_program_that_cannot_be_executed_is_explained()
    {
        var evidence = new Evidence()
            .Units(["Id=x.service", "ActiveState=failed", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=203"]);

        Assert.That(RuntimeVerdict.Judge(evidence.Boot, []).Single().Hint,
            Is.EqualTo("Exit status 203/EXEC means: the program of its ExecStart= does not exist, is not executable, or lacks its "
                + "interpreter."));
    }

    [Test]
    public void A_unit_that_was_given_up_for_another_is_linked_to_the_one_that_it_requires()
    {
        var evidence = new Evidence()
            .Units(["Id=first.service", "ActiveState=failed",
                "InactiveExitTimestampMonotonic=1"], ["Id=cause.service", "ActiveState=failed", "InactiveExitTimestampMonotonic=2"],
                ["Id=victim.service", "ActiveState=inactive", "Requires=sysinit.target cause.service"])
            .JobFailed("cause.service", "failed").JobFailed("victim.service", "dependency");

        var failures = RuntimeVerdict.Judge(evidence.Boot, ["victim.service"]);

        Assert.That(
            failures.Select(failure => failure.Subject?.Name), Is.EqualTo(new[] { "first.service", "cause.service", "victim.service" }));
        Assert.That(failures[2].Code, Is.EqualTo(FailureCodes.DependencyFailed));
        Assert.That(failures[2].Message, Is.EqualTo("victim.service of web was not started because of cause.service."));
        Assert.That(failures[2].CausedBy, Is.SameAs(failures[1]));
        Assert.That(failures[2].Excerpt, Is.EqualTo(new[] { "systemd: Failed to start victim.service." }));
    }

    [Test]
    public void A_required_unit_that_does_not_exist_is_missing()
    {
        var evidence = new Evidence().Units(Healthy, ["Id=gone.service", "LoadState=not-found", "ActiveState=inactive"]);

        Assert.That(RuntimeVerdict.Judge(
            evidence.Boot, ["gone.service", "never.service"]).Select(failure => (failure.Code, failure.Subject?.Name)), Is.EqualTo(new[]
        {
            (FailureCodes.UnitMissing, "gone.service"),
            (FailureCodes.UnitMissing, "never.service"),
        }));
    }

    [Test]
    public void A_required_unit_that_is_not_active_is_named_with_its_state()
    {
        var failure = RuntimeVerdict.Judge(new Evidence().Units(Healthy, Finished).Boot, ["oneshot.service"]).Single();

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.UnitPending));
        Assert.That(failure.Message, Is.EqualTo("The required unit oneshot.service of web is inactive (dead) instead of active."));
    }

    [Test]
    public void A_required_unit_that_failed_is_named_once() =>
        Assert.That(
            RuntimeVerdict.Judge(new Evidence().Units(["Id=x.service", "ActiveState=failed"]).Boot, ["x.service"]), Has.Count.EqualTo(1));

    [Test]
    public void A_default_target_that_is_not_active_is_a_failure_though_no_unit_failed()
    {
        var evidence = new Evidence().Units(Healthy).Says("target", """[{"Id":"graphical.target","ActiveState":"inactive"}]""");

        var failure = RuntimeVerdict.Judge(evidence.Boot, []).Single();

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.UnitPending));
        Assert.That(failure.Subject?.Name, Is.EqualTo("graphical.target"));
    }

    [Test]
    public void Without_a_probe_the_console_names_the_units()
    {
        var evidence = new Evidence();
        evidence.Console.AddLine("\u001b[0;31m[FAILED]\u001b[0m Failed to start x.service - Something.");
        evidence.Console.AddLine("[  OK  ] Started y.service.");

        Assert.That(
            RuntimeVerdict.JudgeByConsole(evidence.Boot).Select(failure => failure.Subject?.Name), Is.EqualTo(new[] { "x.service" }));
    }

    [Test]
    public void By_the_console_alone_a_unit_has_the_name_that_systemd_gives_behind_its_description()
    {
        var evidence = new Evidence();
        evidence.Console.AddLine("[FAILED] Failed to start A Thing of Its Own.");
        evidence.Console.AddLine("See 'systemctl status thing.service' for details.");
        evidence.Console.AddLine("[DEPEND] Dependency failed for Local File Systems.");
        evidence.Console.AddLine("[FAILED] Failed to start systemd-cryptsetup\u2026- Cryptography Setup for data.");

        var failures = RuntimeVerdict.JudgeByConsole(evidence.Boot);

        Assert.That(failures.Select(failure => $"{failure.Code} {failure.Subject?.Name}"), Is.EqualTo(new[]
        {
            "runtime.unit-failed thing.service", "runtime.dependency-failed local-fs.target",
            "runtime.unit-failed systemd-cryptsetup@data.service",
        }));
    }
}
