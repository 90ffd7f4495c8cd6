using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Project;

namespace VmTest.Tasks;

[TaskName(Targets.Clean)]
[TaskDescription(TargetDescriptions.Clean)]
public sealed class CleanTask : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        foreach (var path in Leavings.Remove(context.Settings.Output, context.Settings.RecordsFolder))
        {
            context.Console.Say($"removed {path}");
        }
    }
}
