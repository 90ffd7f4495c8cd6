using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Project;
using VmTest.Runs;

namespace VmTest.Tasks;

[TaskName(Targets.PrepareReferenceGuest)]
[TaskDescription(TargetDescriptions.PrepareReferenceGuest)]
public sealed class PrepareReferenceGuestTask(Lazy<ReferenceGuest> guest) : AsyncFrostingTask<RunContext>
{
    public override async Task RunAsync(RunContext context)
    {
        if (await context.Run.PrepareFlakeAsync(
            cancellation => guest.Value.PrepareAsync(cancellation), "the reference guest is there") == PhaseOutcome.Failed)
        {
            throw new FailedOnRecordException(Phase.Preflight);
        }
    }
}
