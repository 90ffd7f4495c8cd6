using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.Tasks;

[TaskName(Targets.FlakeCheck)]
[TaskDescription(TargetDescriptions.FlakeCheck)]
[IsDependentOn(typeof(CheckKvmTask))]
public sealed class FlakeCheckTask() : PhaseTask(Phase.Evaluate);
