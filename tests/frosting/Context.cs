using Cake.Core;

namespace Cake.Frosting.Tests;

internal sealed class Context(ICakeContext context, Journal journal) : FrostingContext(context)
{
    public Journal Journal { get; } = journal;
}
