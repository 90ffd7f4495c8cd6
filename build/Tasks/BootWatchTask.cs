using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Phases.Boot;
using VmTest.Phases.Preflight;
using VmTest.Runs;

namespace VmTest.Tasks;

[TaskName(Targets.BootWatch)]
[TaskDescription(TargetDescriptions.BootWatch)]
[IsDependentOn(typeof(InstallTask))]
public sealed class BootWatchTask(PreflightCheck preflight) : PhaseTask(Phase.Boot)
{
    public override Task RunAsync(RunContext context) => context.Run.ForEachHostAsync(Phase.Boot, MachineSlots.Count(context.Settings), async host =>
    {
        await using var watch = new BootWatch(context.Session, host, preflight.Accelerator!);
        var log = $"{host.Folder}/{RunPaths.ConsoleLog}";
        return await context.Run.PhaseAsync(Phase.Boot, host, log, watch.UntilReadyAsync)
            && await context.Run.PhaseAsync(Phase.Runtime, host, log, watch.CheckUnitsAsync);
    });
}
