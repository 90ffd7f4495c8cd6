using System.Globalization;

namespace VmTest.Text;

/// <summary>The sentence on what a cause brought with it.</summary>
public static class Consequences
{
    /// <param name="count">How many things were not made because of it.</param>
    public static string Text(int count) => string.Create(
        CultureInfo.InvariantCulture, $"{count} more {(count == 1 ? "derivation was" : "derivations were")} not built because of it");
}
