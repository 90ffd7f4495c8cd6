using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs before the first task. When it throws, no task runs, but the teardown does.</summary>
public abstract class FrostingSetup<TContext> : IFrostingSetup
    where TContext : ICakeContext
{
    public abstract void Setup(TContext context, ISetupContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info) => Setup((TContext)context, info);
}
