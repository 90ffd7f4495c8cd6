using Cake.Frosting;
using VmTest.CommandLine;

namespace VmTest.Tasks;

[TaskName(Targets.Demo)]
[TaskDescription(TargetDescriptions.Demo)]
[IsDependentOn(typeof(PrepareReferenceGuestTask))]
[IsDependentOn(typeof(VmTestTask))]
public sealed class DemoTask : FrostingTask<RunContext>;
