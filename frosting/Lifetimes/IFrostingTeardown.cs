using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs after the last task, also when the setup or a task threw.</summary>
public interface IFrostingTeardown
{
    void Teardown(ICakeContext context, ITeardownContext info);
}
