using Cake.Core;

namespace Cake.Frosting;

/// <summary>The base of a build's own context: Cake's context plus whatever the derived class adds.</summary>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext
{
}
