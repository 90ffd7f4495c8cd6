using Cake.Core;
using Cake.Frosting;
using VmTest.Ci;
using VmTest.CommandLine;
using VmTest.Hosting;

namespace VmTest.Tasks;

[TaskName(Targets.Teardown)]
[TaskDescription(TargetDescriptions.Teardown)]
public sealed class TeardownTask(Sweeper sweeper, CiPublisher publisher) : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        if (sweeper.Sweep().Count == 0 && sweeper.Left.Count == 0)
        {
            context.Console.Say("nothing was left behind");
        }

        publisher.PublishCompleted(sweeper.Completed, context.Settings.Output);
        if (sweeper.Left.Count > 0)
        {
            throw new CakeException($"not everything could be removed: {string.Join(", ", sweeper.Left)}");
        }
    }
}
