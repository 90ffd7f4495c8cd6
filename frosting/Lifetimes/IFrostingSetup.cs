using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs before the first task. When it throws, no task runs, but the teardown does.</summary>
public interface IFrostingSetup
{
    void Setup(ICakeContext context, ISetupContext info);
}
