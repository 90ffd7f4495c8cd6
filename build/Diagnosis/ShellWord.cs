using System.Text.RegularExpressions;

namespace VmTest.Diagnosis;

/// <summary>Writes a name into a command that a hint proposes, so that it can be pasted whatever characters it has.</summary>
internal static partial class ShellWord
{
    public static string Of(string name) => Harmless().IsMatch(name) ? name : $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w./+@%,:-]+$(?<!^-.*)")]
    private static partial Regex Harmless();
}
