using Cake.Core;
using Cake.Frosting;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Tasks;

/// <summary>
/// A task that takes hosts through a phase. It runs while a host is in the race; a failure is on record before it gets
/// here, so it only marks the task as failed and lets the others go on.
/// </summary>
public abstract class PhaseTask(Phase phase) : AsyncFrostingTask<RunContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => "no host reached this phase";

    public override bool ShouldRun(RunContext context) => context.Settings.IsDryRun || context.Run.ShouldRun(phase);

    public override void OnError(Exception exception, RunContext context)
    {
        if (exception is not PhaseFailedException && exception.GetBaseException() is not PhaseFailedException)
        {
            throw new CakeException($"{GetType().Name} broke: {exception.Message}", exception);
        }
    }
}
