namespace VmTest.Text;

/// <summary>The name of an enumeration's value as reports and consoles write it.</summary>
internal static class EnumText
{
    /// <summary>In lower case: <c>Phase.Preflight</c> is <c>preflight</c>.</summary>
    public static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
