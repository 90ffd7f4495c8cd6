using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context that is handed to tasks and lifetimes.</summary>
public interface IFrostingContext : ICakeContext
{
}
