using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs after each task, also when it threw.</summary>
public abstract class FrostingTaskTeardown : FrostingTaskTeardown<ICakeContext>
{
}
