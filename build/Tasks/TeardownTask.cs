using Cake.Frosting;
using VmTest.Cleanup;
using VmTest.CommandLine;

namespace VmTest.Tasks;

[TaskName(Targets.Teardown)]
[TaskDescription(TargetDescriptions.Teardown)]
public sealed class TeardownTask(Sweeper sweeper) : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        if (sweeper.Sweep().Count == 0)
        {
            context.Session.Console.Say("nothing was left behind");
        }
    }
}
