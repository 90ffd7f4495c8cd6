using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs before each task.</summary>
public abstract class FrostingTaskSetup : FrostingTaskSetup<ICakeContext>
{
}
