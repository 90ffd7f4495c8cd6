using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.Tasks;

[TaskName(Targets.BuildVm)]
[TaskDescription(TargetDescriptions.BuildVm)]
[IsDependentOn(typeof(FlakeCheckTask))]
public sealed class BuildVmTask() : PhaseTask(Phase.Build);
