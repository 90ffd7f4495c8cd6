using Cake.Frosting;
using VmTest.CommandLine;

namespace VmTest.Tasks;

[TaskName(Targets.Clean)]
[TaskDescription(TargetDescriptions.Clean)]
public sealed class CleanTask : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        // The host that is running right now is among the published ones; Linux keeps its files until it ends.
        foreach (var folder in (string[])[context.Settings.Output, ProjectFolder.Below(ProjectFolder.PublishedHosts), ProjectFolder.GuestCache])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
                context.Session.Console.Say($"removed {folder}");
            }
        }
    }
}
