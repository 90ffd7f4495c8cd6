using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Nix;

namespace VmTest.Tasks;

[TaskName(Targets.ListHosts)]
[TaskDescription(TargetDescriptions.ListHosts)]
public sealed class ListHostsTask(FlakeCheck check) : AsyncFrostingTask<RunContext>
{
    public override async Task RunAsync(RunContext context) =>
        await Console.Out.WriteLineAsync(Reporting.Json.Line(await check.ListHostsAsync()));
}
