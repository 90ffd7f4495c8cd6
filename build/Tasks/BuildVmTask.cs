using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Phases.Build;
using VmTest.Runs;

namespace VmTest.Tasks;

[TaskName(Targets.BuildVm)]
[TaskDescription(TargetDescriptions.BuildVm)]
[IsDependentOn(typeof(FlakeCheckTask))]
public sealed class BuildVmTask(HostBuilder builder) : PhaseTask(Phase.Build)
{
    public override Task RunAsync(RunContext context) => context.Run.ForEachHostAsync(
        Phase.Build,
        MachineSlots.Count(context.Settings),
        host => context.Run.LoggedPhaseAsync(Phase.Build, host, RunPaths.NixLog, async (log, path, cancellation) =>
            host.Build = await builder.BuildAsync(host, host.Evaluation!, log, path, cancellation)));
}
