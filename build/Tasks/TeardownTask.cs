using Cake.Core;
using Cake.Frosting;
using VmTest.Cleanup;
using VmTest.CommandLine;
using VmTest.GitHub;

namespace VmTest.Tasks;

[TaskName(Targets.Teardown)]
[TaskDescription(TargetDescriptions.Teardown)]
public sealed class TeardownTask(Sweeper sweeper, GitHubPublisher github) : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        if (sweeper.Sweep().Count == 0 && sweeper.Left.Count == 0)
        {
            context.Session.Console.Say("nothing was left behind");
        }

        github.PublishCompleted(sweeper.Completed, context.Settings.Output);
        if (sweeper.Left.Count > 0)
        {
            throw new CakeException($"not everything could be removed: {string.Join(", ", sweeper.Left)}");
        }
    }
}
