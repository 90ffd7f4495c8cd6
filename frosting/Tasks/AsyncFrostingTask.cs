using Cake.Core;

namespace Cake.Frosting;

/// <summary>An asynchronous task on the standard context.</summary>
public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>
{
}
