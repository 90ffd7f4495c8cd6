using System.Text.RegularExpressions;

namespace VmTest.Text;

/// <summary>Writes any text as one word of a POSIX shell, for commands that a hint or a report proposes.</summary>
internal static partial class ShellWord
{
    /// <summary>A name, which a program must not take for an option.</summary>
    public static string Of(string name) => name.StartsWith('-') ? Quote(name) : OfArgument(name);

    /// <summary>Any argument, options included.</summary>
    public static string OfArgument(string word) => Harmless().IsMatch(word) ? word : Quote(word);

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[a-zA-Z0-9_./=+@%,:-]+\z")]
    private static partial Regex Harmless();
}
