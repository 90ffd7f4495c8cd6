using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Project;

namespace VmTest.Tasks;

[TaskName(Targets.PrepareReferenceGuest)]
[TaskDescription(TargetDescriptions.PrepareReferenceGuest)]
public sealed class PrepareReferenceGuestTask(ReferenceGuest guest) : AsyncFrostingTask<RunContext>
{
    public override Task RunAsync(RunContext context) => context.Run.SharedAsync(
        Phase.Preflight,
        async cancellation => context.Session.Flake = await guest.PrepareAsync(cancellation),
        () => "the reference guest is there");
}
