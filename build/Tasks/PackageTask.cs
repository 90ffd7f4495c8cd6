using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Project;

namespace VmTest.Tasks;

[TaskName(Targets.Package)]
[TaskDescription(TargetDescriptions.Package)]
public sealed class PackageTask(Lazy<SingleFiles> files) : AsyncFrostingTask<RunContext>
{
    public override Task RunAsync(RunContext context) => files.Value.PublishAsync(context.Cancellation);
}
