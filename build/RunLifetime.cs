using Cake.Core;
using Cake.Frosting;
using VmTest.CommandLine;
using VmTest.Hosting;

namespace VmTest;

/// <summary>Begins a run by putting away what killed runs left, and ends it with teardown and the finished report.</summary>
public sealed class RunLifetime(Sweeper sweeper, RunEnding ending) : FrostingLifetime<RunContext>
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

        context.Session.Begin();
    }

    public override void Teardown(RunContext context, ITeardownContext info)
    {
        if (info.ThrownException is { } error)
        {
            ending.Broke(error);
        }

        ending.Finish(Limits.ProcessGrace);
    }
}
