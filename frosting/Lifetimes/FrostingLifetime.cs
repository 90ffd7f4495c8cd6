using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before and after the whole build.</summary>
public abstract class FrostingLifetime : FrostingLifetime<ICakeContext>
{
}
