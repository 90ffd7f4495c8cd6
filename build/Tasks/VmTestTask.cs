using Cake.Frosting;
using VmTest.CommandLine;

namespace VmTest.Tasks;

[TaskName(Targets.VmTest)]
[TaskDescription(TargetDescriptions.VmTest)]
[IsDependentOn(typeof(EmitReportTask))]
public sealed class VmTestTask : FrostingTask<RunContext>;
