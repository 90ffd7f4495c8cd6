using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Text;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports;

public sealed class ReportBuilderTests
{
    [Test]
    public void A_run_whose_hosts_pass_every_phase_is_a_success()
    {
        var report = new EventScript()
            .Phase(Phase.Preflight, PhaseStatus.Passed)
            .Then(new MachineInspected(Samples.Machine with { Accelerator = "kvm" }))
            .Phase(Phase.Evaluate, PhaseStatus.Passed)
            .Then(new FlakeResolved(new FlakeFacts("github:a/b", "1234")))
            .Hosts("web", "db")
            .Passed(Phase.Evaluate, Phase.Runtime, "web", "db")
            .Then(new HostDescribed("db", HostKind.Desktop, Samples.System))
            .Then(new BootObserved("db", Samples.Boot))
            .Then(new ArtifactWritten("db", "console", "db/console.log"))
            .Finished()
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Success));
            Assert.That(report.ExitCode, Is.Zero);
            Assert.That(report.FailedPhase, Is.Null);
            Assert.That(report.Failures, Is.Empty);
            Assert.That(report.Phases.Select(phase => phase.Name), Is.EqualTo(Enum.GetValues<Phase>()));
            Assert.That(report.Phases.Select(phase => phase.Status), Is.All.EqualTo(PhaseStatus.Passed));
            Assert.That(report.Hosts.Select(host => host.Name), Is.EqualTo(new[] { "web", "db" }));
            Assert.That(report.Hosts.Select(host => host.Status), Is.All.EqualTo(RunStatus.Success));
            Assert.That(report.Run.Machine.Accelerator, Is.EqualTo("kvm"));
            Assert.That(report.Run.Flake?.Url, Is.EqualTo("github:a/b"));
            Assert.That(report.Hosts[1].Kind, Is.EqualTo(HostKind.Desktop));
            Assert.That(report.Hosts[1].Boot, Is.EqualTo(Samples.Boot));
            Assert.That(report.Hosts[1].Artifacts["console"], Is.EqualTo("db/console.log"));
            Assert.That(report.Hosts[0].Artifacts, Is.Empty);
        });
    }

    [Test]
    public void The_times_of_the_run_and_of_a_phase_are_those_of_its_events()
    {
        var report = new EventScript().Hosts("web").Phase(Phase.Preflight, PhaseStatus.Passed).Finished().Report;

        Assert.Multiple(() =>
        {
            Assert.That(report.Run.StartedAt, Is.EqualTo(Samples.Time));
            Assert.That(report.Run.FinishedAt, Is.EqualTo(Samples.Time.AddSeconds(5)));
            Assert.That(report.Run.DurationMs, Is.EqualTo(5000));
            Assert.That(report.Phases[0].StartedAt, Is.EqualTo(Samples.Time.AddSeconds(2)));
            Assert.That(report.Phases[0].DurationMs, Is.EqualTo(1000));
        });
    }

    [Test]
    public void One_host_that_fails_does_not_stop_the_other_and_decides_the_run()
    {
        var report = new EventScript()
            .Phase(Phase.Preflight, PhaseStatus.Passed)
            .Hosts("web", "db")
            .Passed(Phase.Evaluate, Phase.Evaluate, "web", "db")
            .Then(new PhaseStarted(Phase.Build, "web"))
            .Failed(FailureCodes.BuilderFailed, Phase.Build, "web")
            .Then(new PhaseFinished(Phase.Build, "web", PhaseStatus.Failed))
            .Passed(Phase.Build, Phase.Runtime, "db")
            .Finished()
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Failure));
            Assert.That(report.FailedPhase, Is.EqualTo(Phase.Build));
            Assert.That(report.ExitCode, Is.EqualTo(30));
            Assert.That(report.Hosts[0].Status, Is.EqualTo(RunStatus.Failure));
            Assert.That(report.Hosts[1].Status, Is.EqualTo(RunStatus.Success));
            Assert.That(report.Phases[(int)Phase.Build].Status, Is.EqualTo(PhaseStatus.Failed));
            Assert.That(report.Phases[(int)Phase.Boot].Status, Is.EqualTo(PhaseStatus.Passed));
            Assert.That(report.Hosts[0].Phases[(int)Phase.Boot].Status, Is.EqualTo(PhaseStatus.Skipped));
            Assert.That(report.Hosts[0].Phases[(int)Phase.Boot].SkippedBecause, Is.EqualTo("phase build failed"));
        });
    }

    [Test]
    public void A_failure_before_any_host_is_known_leaves_a_report_without_hosts()
    {
        var report = new EventScript()
            .Then(new PhaseStarted(Phase.Preflight, null))
            .Failed(FailureCodes.KvmMissing, Phase.Preflight)
            .Then(new PhaseFinished(Phase.Preflight, null, PhaseStatus.Failed))
            .Finished()
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Failure));
            Assert.That(report.ExitCode, Is.EqualTo(10));
            Assert.That(report.Hosts, Is.Empty);
            Assert.That(report.Phases[0].Status, Is.EqualTo(PhaseStatus.Failed));
            Assert.That(report.Phases.Skip(1).Select(phase => phase.Status), Is.All.EqualTo(PhaseStatus.Skipped));
            Assert.That(report.Phases.Skip(1).Select(phase => phase.SkippedBecause), Is.All.EqualTo("phase preflight failed"));
        });
    }

    [Test]
    public void A_run_cancelled_by_a_signal_says_where_and_has_the_signals_exit_code()
    {
        var report = new EventScript()
            .Phase(Phase.Preflight, PhaseStatus.Passed)
            .Hosts("web", "db")
            .Passed(Phase.Evaluate, Phase.Install, "web", "db")
            .Passed(Phase.Boot, Phase.Runtime, "db")
            .Then(new PhaseStarted(Phase.Boot, "web"))
            .Then(new FailureFound(FailureMaker.Make(FailureMaker.Cancelled(15, Phase.Boot, "web"), Phase.Boot, "web")))
            .Then(new PhaseFinished(Phase.Boot, "web", PhaseStatus.Cancelled))
            .Finished(signal: 15)
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Cancelled));
            Assert.That(report.ExitCode, Is.EqualTo(143));
            Assert.That(report.FailedPhase, Is.Null);
            Assert.That(report.Failures[0].Message, Is.EqualTo("The run was ended by SIGTERM in the boot phase of web."));
            Assert.That(report.Hosts[0].Status, Is.EqualTo(RunStatus.Cancelled));
            Assert.That(report.Hosts[0].Phases[(int)Phase.Boot].Status, Is.EqualTo(PhaseStatus.Cancelled));
            Assert.That(report.Hosts[0].Phases[(int)Phase.Runtime].Status, Is.EqualTo(PhaseStatus.Cancelled));
            Assert.That(report.Hosts[1].Status, Is.EqualTo(RunStatus.Success));
        });
    }

    [Test]
    public void The_cancel_stands_before_failures_that_were_found_earlier()
    {
        var report = new EventScript()
            .Hosts("web", "db")
            .Failed(FailureCodes.BuilderFailed, Phase.Build, "db")
            .Then(new FailureFound(FailureMaker.Make(FailureMaker.Cancelled(2, Phase.Boot, "web"), Phase.Boot, "web")))
            .Finished(signal: 2)
            .Report;

        Assert.Multiple(() =>
        {
            Assert.That(report.Failures.Select(failure => failure.Code),
                Is.EqualTo(new[] { FailureCodes.CancelledBySignal, FailureCodes.BuilderFailed }));
            Assert.That(report.ExitCode, Is.EqualTo(130));
            Assert.That(report.FailedPhase, Is.EqualTo(Phase.Build));
            Assert.That(report.Hosts[1].Status, Is.EqualTo(RunStatus.Failure));
        });
    }

    [Test]
    public void A_killed_run_is_reported_as_cancelled_by_SIGKILL_in_the_phase_that_was_open()
    {
        var report = new EventScript()
            .Phase(Phase.Preflight, PhaseStatus.Passed)
            .Hosts("web")
            .Passed(Phase.Evaluate, Phase.Evaluate, "web")
            .Then(new PhaseStarted(Phase.Build, "web"))
            .Then(new FailureFound(FailureMaker.Make(FailureMaker.Cancelled(9, Phase.Build, "web"), Phase.Build, "web")))
            .Finished(killed: true)
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Cancelled));
            Assert.That(report.ExitCode, Is.EqualTo(137));
            Assert.That(report.Hosts[0].Phases[(int)Phase.Build].Status, Is.EqualTo(PhaseStatus.Cancelled));
            Assert.That(report.Failures[0].Message, Does.Contain("SIGKILL in the build phase of web"));
        });
    }

    [Test]
    public void A_phase_that_the_target_does_not_include_is_skipped_and_says_so()
    {
        var report = new EventScript("FlakeCheck", Phase.Preflight, Phase.Evaluate)
            .Phase(Phase.Preflight, PhaseStatus.Passed)
            .Hosts("web")
            .Passed(Phase.Evaluate, Phase.Evaluate, "web")
            .Finished()
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Success));
            Assert.That(
                report.Phases.Skip(2).Select(phase => phase.SkippedBecause), Is.All.EqualTo("--target=FlakeCheck does not include it"));
            Assert.That(report.Hosts[0].Phases.Skip(2).Select(phase => phase.SkippedBecause),
                Is.All.EqualTo("--target=FlakeCheck does not include it"));
        });
    }

    [Test]
    public void Every_skipped_phase_gives_a_reason()
    {
        var report = new EventScript().Phase(Phase.Preflight, PhaseStatus.Passed).Hosts("web").Finished().Report;

        var skipped = report.Phases.Concat(report.Hosts.SelectMany(host => host.Phases))
            .Where(phase => phase.Status == PhaseStatus.Skipped).ToList();
        Assert.That(skipped, Is.Not.Empty);
        Assert.That(skipped.Select(phase => phase.SkippedBecause), Is.All.Not.Null.And.All.Not.Empty);
    }

    [TestCase(Phase.Preflight, 10)]
    [TestCase(Phase.Evaluate, 20)]
    [TestCase(Phase.Build, 30)]
    [TestCase(Phase.Install, 40)]
    [TestCase(Phase.Boot, 50)]
    [TestCase(Phase.Runtime, 60)]
    public void Each_phase_has_an_exit_code_of_its_own(Phase phase, int code) =>
        Assert.That(
            new EventScript().Hosts("web").Failed(FailureCodes.BuildOther, phase, "web").Finished().Report.ExitCode, Is.EqualTo(code));

    [Test]
    public void The_earliest_failed_phase_of_several_hosts_gives_the_exit_code() =>
        Assert.That(new EventScript().Hosts("a", "b").Failed(FailureCodes.UnitFailed, Phase.Runtime, "a").Failed(
            FailureCodes.BuilderFailed, Phase.Build, "b").Finished().Report.ExitCode, Is.EqualTo(30));

    [Test]
    public void A_host_that_the_flake_lacks_is_wrong_use() =>
        Assert.That(new EventScript().Failed(FailureCodes.HostUnknown, Phase.Evaluate).Finished().Report.ExitCode, Is.EqualTo(2));

    [TestCase(Phase.Build)]
    [TestCase(null)]
    public void A_defect_of_the_tool_has_exit_code_1_wherever_it_struck(Phase? phase) =>
        Assert.That(new EventScript().Hosts("web").Failed(FailureCodes.Internal, phase).Finished().Report.ExitCode, Is.EqualTo(1));

    [Test]
    public void Causes_stand_before_their_consequences_and_earlier_phases_before_later_ones()
    {
        var report = new EventScript()
            .Hosts("web")
            .Failed(FailureCodes.DependencyFailed, Phase.Runtime, "web", causedBy: "0123456789abcdef", subject: "consequence.service")
            .Failed(FailureCodes.UnitFailed, Phase.Runtime, "web", subject: "cause.service")
            .Failed(FailureCodes.BuilderFailed, Phase.Build, "web", subject: "derivation")
            .Finished()
            .Report;

        Assert.That(report.Failures.Select(failure => failure.Subject!.Name),
            Is.EqualTo(new[] { "derivation", "cause.service", "consequence.service" }));
    }

    [Test]
    public void Receipts_of_several_teardowns_add_up_and_what_is_still_there_is_what_the_last_one_found()
    {
        var report = new EventScript()
            .Then(new CleanupFinished(Samples.Receipt))
            .Then(new CleanupFinished(Samples.Receipt with { Leaked = [] }))
            .Then(new RunFinished())
            .Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Cleanup?.Processes, Is.EqualTo(new ResourceCount(8, 6)));
            Assert.That(report.Cleanup?.Files, Is.EqualTo(new ResourceCount(6, 4)));
            Assert.That(report.Cleanup?.Mounts, Is.EqualTo(new ResourceCount(4, 2)));
            Assert.That(report.Cleanup?.Sockets, Is.EqualTo(new ResourceCount(10, 8)));
            Assert.That(report.Cleanup?.Leaked, Is.Empty);
        });
    }

    [Test]
    public void A_warning_does_not_fail_the_run()
    {
        var report = new EventScript().Hosts("web").Then(new WarningFound(Samples.Failure)).Finished().Report;

        Assert.Multiple(() =>
        {
            Valid(report);
            Assert.That(report.Status, Is.EqualTo(RunStatus.Success));
            Assert.That(report.Warnings, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void The_same_events_give_the_same_report()
    {
        var script = new EventScript().Hosts("web").Failed(FailureCodes.UnitFailed, Phase.Runtime, "web").Finished();

        Assert.That(Flat.Of(ReportBuilder.Build(script.Events)), Is.EqualTo(Flat.Of(script.Report)));
    }

    [Test]
    public void Events_without_the_start_of_a_run_make_no_report() =>
        Assert.That(() => ReportBuilder.Build([new RunFinished()]), Throws.InvalidOperationException);

    private static void Valid(Report report) => Assert.That(ReportSchema.Validate(Json.Document(report)), Is.Empty);
}
