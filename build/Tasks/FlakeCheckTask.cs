using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Phases.Evaluate;

namespace VmTest.Tasks;

[TaskName(Targets.FlakeCheck)]
[TaskDescription(TargetDescriptions.FlakeCheck)]
[IsDependentOn(typeof(CheckKvmTask))]
public sealed class FlakeCheckTask(FlakeCheck check) : PhaseTask(Phase.Evaluate)
{
    public override async Task RunAsync(RunContext context)
    {
        await check.SelectHostsAsync();
        await check.EvaluateHostsAsync();
    }
}
