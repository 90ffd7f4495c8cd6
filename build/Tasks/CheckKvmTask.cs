using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Phases.Preflight;

namespace VmTest.Tasks;

[TaskName(Targets.CheckKvm)]
[TaskDescription(TargetDescriptions.CheckKvm)]
public sealed class CheckKvmTask(PreflightCheck preflight) : PhaseTask(Phase.Preflight)
{
    public override Task RunAsync(RunContext context) => context.Run.SharedAsync(Phase.Preflight, preflight.RunAsync);
}
