using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before and after each task.</summary>
public abstract class FrostingTaskLifetime : FrostingTaskLifetime<ICakeContext>
{
}
