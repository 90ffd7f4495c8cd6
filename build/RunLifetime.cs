using Cake.Core;
using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Hosting;
using VmTest.Runs;

namespace VmTest;

/// <summary>Begins a run by cleaning up what killed runs left, and ends it with teardown and the finished report.</summary>
public sealed class RunLifetime(Sweeper sweeper, RunLifecycle lifecycle, RunEnding ending) : FrostingLifetime<RunContext>
{
    public override void Setup(RunContext context, ISetupContext info)
    {
        // Cake runs setup and teardown in a dry run too, which must leave nothing.
        if (context.Settings.IsDryRun)
        {
            return;
        }

        if (Targets.IsTestRun(context.Settings.Target))
        {
            sweeper.Sweep();
        }

        lifecycle.Begin();
    }

    public override void Teardown(RunContext context, ITeardownContext info)
    {
        if (info.ThrownException is { } error)
        {
            ending.Broke(error);
        }

        ending.Finish(RunLifecycle.Grace);
    }
}
