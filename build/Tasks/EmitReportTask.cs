using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Reporting;

namespace VmTest.Tasks;

[TaskName(Targets.EmitReport)]
[TaskDescription(TargetDescriptions.EmitReport)]
[IsDependentOn(typeof(BootWatchTask))]
public sealed class EmitReportTask : FrostingTask<RunContext>
{
    public override void Run(RunContext context)
    {
        ReportWriter.Write(context.Session.Artifacts, context.Session.Events.Snapshot());
        context.Session.Console.Say($"report written: {context.Session.ReportPath}");
    }
}
