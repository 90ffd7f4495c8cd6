namespace Cake.Frosting.Tests;

internal sealed class Journal : List<string>
{
}
