using System.Text;
using System.Text.RegularExpressions;

namespace VmTest.Terminal;

/// <summary>Makes text of guests and builders harmless: no control sequences, no control characters, bounded length.</summary>
public static partial class Sanitizer
{
    /// <summary>One line that can be printed: escape sequences are gone, other control characters too; tabs become blanks.</summary>
    public static string Line(string text, int maximum = Limits.ReportTextLength)
    {
        var plain = text.Contains('\u001b', StringComparison.Ordinal) || text.Contains('\u009b', StringComparison.Ordinal)
            ? EscapeSequence().Replace(text, string.Empty)
            : text;
        if (plain.AsSpan().ContainsAnyInRange('\0', '\u001f') || plain.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            var clean = new StringBuilder(plain.Length);
            foreach (var letter in plain)
            {
                clean.Append(letter == '\t' ? ' ' : char.IsControl(letter) ? string.Empty : letter);
            }

            plain = clean.ToString();
        }

        return plain.Length <= maximum ? plain : string.Concat(plain.AsSpan(0, maximum), "…");
    }

    // CSI and OSC sequences, then any other escape with its final byte (ECMA-48).
    [GeneratedRegex(@"(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?")]
    private static partial Regex EscapeSequence();
}
