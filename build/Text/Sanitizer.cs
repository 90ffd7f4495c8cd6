using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using VmTest.Model;

namespace VmTest.Text;

/// <summary>Makes text of guests and builders harmless: no control sequences, no control characters, bounded length.</summary>
public static partial class Sanitizer
{
    private const char Escape = '\u001b';
    private const char ControlSequenceIntroducer = '\u009b';

    // They change the order in which the characters around them are shown (Unicode, bidirectional controls).
    private const string Reordering = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";
    private const char Visible = '\uFFFD';

    // C0, DEL and C1.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl), .. Reordering]);

    /// <summary>
    /// One line that can be printed: escape sequences are gone, other control characters too; tabs become blanks, and what
    /// would reorder the line is shown.
    /// </summary>
    public static string Line(string text, int maximum = Limits.ReportTextLength)
    {
        var plain = text.AsSpan().IndexOfAny(Controls) < 0 ? text : WithoutControls(text);
        return plain.Length <= maximum ? plain : string.Concat(plain.AsSpan(0, maximum), "…");
    }

    private static string WithoutControls(string text)
    {
        var rest = (text.AsSpan().IndexOfAny(Escape, ControlSequenceIntroducer) < 0 ? text : EscapeSequence()
            .Replace(text, string.Empty)).AsSpan();
        var clean = new StringBuilder(rest.Length);
        int control;
        while ((control = rest.IndexOfAny(Controls)) >= 0)
        {
            clean.Append(rest[..control]);
            if (rest[control] == '\t')
            {
                clean.Append(' ');
            }
            else if (Reordering.Contains(rest[control], StringComparison.Ordinal))
            {
                clean.Append(Visible);
            }

            rest = rest[(control + 1)..];
        }

        return clean.Append(rest).ToString();
    }

    // CSI and OSC sequences, then any other escape with its final byte (ECMA-48).
    [GeneratedRegex(@"(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?")]
    private static partial Regex EscapeSequence();
}
