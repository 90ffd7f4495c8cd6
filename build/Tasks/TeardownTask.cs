using Cake.Frosting;
using VmTest.Cleanup;
using VmTest.CommandLine;
using VmTest.GitHub;
using VmTest.Reporting;

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

        // The step that was killed could not tell GitHub anything itself.
        foreach (var folder in sweeper.Completed.Where(folder => Path.GetDirectoryName(folder) == context.Settings.Output))
        {
            github.Publish(ReportWriter.Read(folder), folder);
        }
    }
}
