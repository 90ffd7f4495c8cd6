namespace Cake.Frosting.Tests;

/// <summary>The one public task of this assembly.</summary>
public sealed class Exported : FrostingTask
{
}
