using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;

namespace VmTest.UnitTests.Reports;

/// <summary>Reports of runs that went in different ways.</summary>
internal static class SampleReports
{
    public static Report Success { get; } = new EventScript()
        .Phase(Phase.Preflight, PhaseStatus.Passed)
        .Then(new MachineInspected(Samples.Machine))
        .Phase(Phase.Evaluate, PhaseStatus.Passed)
        .Then(new FlakeResolved(Samples.Run.Flake!))
        .Hosts("web", "db")
        .Passed(Phase.Evaluate, Phase.Evaluate, "web", "db")
        .Then(new PhaseStarted(Phase.Build, "web"))
        .Then(new NixFinished("web", Samples.NixUsage))
        .Then(new PhaseFinished(Phase.Build, "web", PhaseStatus.Passed))
        .Passed(Phase.Build, Phase.Build, "db")
        .Passed(Phase.Install, Phase.Runtime, "web", "db")
        .Then(new HostDescribed("web", HostKind.Server, Samples.System))
        .Then(new InstallObserved("web", Samples.Install))
        .Then(new ArtifactWritten("web", "console", "web/console.log"))
        .Then(new BootObserved("web", Samples.Boot with { Units = Samples.Boot.Units! with { Failed = [], Pending = [] } }))
        .Finished()
        .Report;

    public static Report UnitFailed { get; } = new EventScript()
        .Phase(Phase.Preflight, PhaseStatus.Passed)
        .Hosts("web", "db")
        .Passed(Phase.Evaluate, Phase.Boot, "web", "db")
        .Then(new PhaseStarted(Phase.Runtime, "web"))
        .Then(new BootObserved("web", Samples.Boot))
        .Then(new FailureFound(FailureMaker.Make(Samples.Finding)))
        .Failed(FailureCodes.DependencyFailed, Phase.Runtime, "web", FailureMaker.Make(Samples.Finding).Fingerprint, "php.service")
        .Then(new PhaseFinished(Phase.Runtime, "web", PhaseStatus.Failed, Log: "web/console.log"))
        .Passed(Phase.Runtime, Phase.Runtime, "db")
        .Then(new WarningFound(
            FailureMaker.Make(Samples.Finding with { Code = FailureCodes.ProbeLost, Origin = FailureOrigin.Tool, Phase = Phase.Runtime })))
        .Then(new CleanupFinished(Samples.Receipt))
        .Then(new RunFinished())
        .Report;

    public static Report Cancelled { get; } = new EventScript()
        .Phase(Phase.Preflight, PhaseStatus.Passed)
        .Hosts("web")
        .Passed(Phase.Evaluate, Phase.Install, "web")
        .Then(new PhaseStarted(Phase.Boot, "web"))
        .Then(new FailureFound(FailureMaker.Make(FailureMaker.Cancelled(2, Phase.Boot, "web"), Phase.Boot, "web")))
        .Then(new PhaseFinished(Phase.Boot, "web", PhaseStatus.Cancelled))
        .Finished(signal: 2)
        .Report;

    public static Report BeforeHosts { get; } = new EventScript("FlakeCheck", Phase.Preflight, Phase.Evaluate)
        .Then(new PhaseStarted(Phase.Preflight, null))
        .Failed(FailureCodes.KvmMissing, Phase.Preflight, subject: "/dev/kvm")
        .Then(new PhaseFinished(Phase.Preflight, null, PhaseStatus.Failed))
        .Finished()
        .Report;

    public static Report Everything { get; } = new EventScript().Then(Samples.Events[0])
        .Then(new HostsSelected(["web"])).Then(new FailureFound(Samples.Failure))
        .Then(new InstallObserved("web", Samples.Install)).Then(new BootObserved("web", Samples.Boot))
            .Then(new HostDescribed("web", HostKind.Desktop, Samples.System))
            .Then(new HostCompared("web", Samples.Comparison))
            .Then(new HostReused("web", new ReusedRun("20261122-074512-3f9a", Samples.Time))).Finished().Report;

    public static IReadOnlyList<Report> All => [Success, UnitFailed, Cancelled, BeforeHosts, Everything];
}
