using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Hosting;

namespace VmTest.Tasks;

[TaskName(Targets.EmitReport)]
[TaskDescription(TargetDescriptions.EmitReport)]
[IsDependentOn(typeof(BootWatchTask))]
public sealed class EmitReportTask(RunEnding ending) : FrostingTask<RunContext>
{
    public override void Run(RunContext context) => ending.WriteInterim();
}
