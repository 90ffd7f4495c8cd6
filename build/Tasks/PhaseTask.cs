using Cake.Core;
using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.Tasks;

/// <summary>
/// A task that takes hosts through a phase: one call of the pipeline. A host's failure is on record before it gets here, so
/// it only marks the task as failed and lets the other hosts go on.
/// </summary>
public abstract class PhaseTask(Phase phase) : AsyncFrostingTask<RunContext>
{
    /// <summary>
    /// Cake takes it for an error where the target itself is skipped, so that one says by itself that it has nothing to do.
    /// </summary>
    public override bool ShouldRun(RunContext context) => context.Settings.IsDryRun || context.Run.WhySkipped(phase) is not { } reason
        || (reason == SkippedPhase.AllProved && Targets.PhaseOf(context.Settings.Target) == phase);

    public override async Task RunAsync(RunContext context)
    {
        if (await context.Run.RunAsync(phase) == PhaseOutcome.Failed)
        {
            throw new FailedOnRecordException(phase);
        }
    }

    public override void OnError(Exception exception, RunContext context)
    {
        if (exception.GetBaseException() is not FailedOnRecordException)
        {
            throw new CakeException($"{GetType().Name} broke: {exception.Message}", exception);
        }
    }
}
