using Cake.Frosting;
using VmTest.Ci;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Tasks;

[TaskName(Targets.ListHosts)]
[TaskDescription(TargetDescriptions.ListHosts)]
public sealed class ListHostsTask(CiPublisher publisher) : AsyncFrostingTask<RunContext>
{
    public override async Task RunAsync(RunContext context)
    {
        var hosts = Json.Exact(await context.Run.ListHostsAsync() ?? throw new FailedOnRecordException(Phase.Evaluate));
        await Console.Out.WriteLineAsync(hosts);
        publisher.Output(("hosts", hosts));
    }
}
