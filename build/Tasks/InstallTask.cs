using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Phases.Install;
using VmTest.Runs;

namespace VmTest.Tasks;

[TaskName(Targets.Install)]
[TaskDescription(TargetDescriptions.Install)]
[IsDependentOn(typeof(BuildVmTask))]
public sealed class InstallTask(Installer installer) : PhaseTask(Phase.Install)
{
    public override Task RunAsync(RunContext context) => context.Run.ForEachHostAsync(
        Phase.Install,
        MachineSlots.Count(context.Settings),
        host => context.Run.LoggedPhaseAsync(Phase.Install, host, RunPaths.InstallLog, async (log, path, cancellation) =>
            host.Machine = await installer.InstallAsync(host, log, path, cancellation)));
}
