using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.Tasks;

[TaskName(Targets.Install)]
[TaskDescription(TargetDescriptions.Install)]
[IsDependentOn(typeof(BuildVmTask))]
public sealed class InstallTask() : PhaseTask(Phase.Install);
