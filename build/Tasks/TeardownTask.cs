using Cake.Frosting;
using VmTest.Ci.GitHub;
using VmTest.CommandLine;
using VmTest.Hosting;

namespace VmTest.Tasks;

[TaskName(Targets.Teardown)]
[TaskDescription(TargetDescriptions.Teardown)]
public sealed class TeardownTask(Sweeper sweeper, GitHubPublisher github) : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        if (sweeper.Sweep().Count == 0)
        {
            context.Session.Console.Say("nothing was left behind");
        }

        github.PublishCompleted(sweeper.Completed, context.Settings.Output);
    }
}
