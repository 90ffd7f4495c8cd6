namespace Cake.Frosting;

/// <summary>What happens before and after the whole build.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown
{
}
