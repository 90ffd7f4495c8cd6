using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.Tasks;

[TaskName(Targets.CheckKvm)]
[TaskDescription(TargetDescriptions.CheckKvm)]
public sealed class CheckKvmTask() : PhaseTask(Phase.Preflight);
