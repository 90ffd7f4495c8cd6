using Cake.Frosting;
using VmTest.Ci.GitHub;
using VmTest.CommandLine;
using VmTest.Phases.Evaluate;
using VmTest.Text;

namespace VmTest.Tasks;

[TaskName(Targets.ListHosts)]
[TaskDescription(TargetDescriptions.ListHosts)]
public sealed class ListHostsTask(FlakeCheck check, GitHubPublisher github) : AsyncFrostingTask<RunContext>
{
    public override async Task RunAsync(RunContext context)
    {
        var hosts = Json.Line(await check.ListHostsAsync());
        await Console.Out.WriteLineAsync(hosts);
        github.Output(("hosts", hosts));
    }
}
