using System.Text.RegularExpressions;
using VmTest.Text;

namespace VmTest.Nix;

/// <summary>Makes the texts of Nix's messages harmless and bounded.</summary>
internal static partial class MessageText
{
    /// <summary>Characters of one message of Nix: its end is kept, too, for newer versions put the cause there.</summary>
    private const int MessageLength = 256 << 10;

    /// <summary>Line by line without control sequences; of a very long text, the beginning and the end.</summary>
    public static string Clean(string text)
    {
        if (text.Length > MessageLength)
        {
            const int half = MessageLength / 2;
            text = string.Concat(text.AsSpan(0, half), "\n…\n", text.AsSpan(text.Length - half));
        }

        return text.Contains('\n', StringComparison.Ordinal)
            ? string.Join('\n', text.Split('\n').Select(line => Sanitizer.Line(line)))
            : Sanitizer.Line(text);
    }

    /// <summary>Newer versions add line and column to the file's name.</summary>
    public static string File(string file) => Position().Replace(Sanitizer.Line(file), string.Empty);

    [GeneratedRegex(@":\d+:\d+$")]
    private static partial Regex Position();
}
