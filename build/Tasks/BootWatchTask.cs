using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;

namespace VmTest.Tasks;

[TaskName(Targets.BootWatch)]
[TaskDescription(TargetDescriptions.BootWatch)]
[IsDependentOn(typeof(InstallTask))]
public sealed class BootWatchTask() : PhaseTask(Phase.Boot);
