using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Project;

namespace VmTest.Tasks;

[TaskName(Targets.Test)]
[TaskDescription(TargetDescriptions.Test)]
[IsDependentOn(typeof(PrepareReferenceGuestTask))]
public sealed class TestTask(Lazy<ProjectTests> tests) : AsyncFrostingTask<RunContext>
{
    public override Task RunAsync(RunContext context) => tests.Value.RunAsync(context.Settings.Filter, context.Cancellation);
}
