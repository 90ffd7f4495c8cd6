using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs after each task, also when it threw.</summary>
public interface IFrostingTaskTeardown
{
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
