using System.Text;

namespace VmTest.Text;

/// <summary>Cuts text to a number of bytes in UTF-8, between characters; what is left out shows as an ellipsis.</summary>
internal static class Utf8Length
{
    private const string Ellipsis = "…";

    private static readonly int EllipsisBytes = Encoding.UTF8.GetByteCount(Ellipsis);

    /// <summary>The beginning of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="bytes">At least 3, which the ellipsis takes.</param>
    public static string CutEnd(string text, int bytes) => Encoding.UTF8.GetByteCount(text) <= bytes
        ? text
        : string.Concat(Fitting(text.EnumerateRunes(), bytes)) + Ellipsis;

    /// <summary>The end of a text, such as that of a path.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="bytes">At least 3, which the ellipsis takes.</param>
    public static string CutStart(string text, int bytes) => Encoding.UTF8.GetByteCount(text) <= bytes
        ? text
        : Ellipsis + string.Concat(Fitting(text.EnumerateRunes().Reverse(), bytes).Reverse());

    private static IEnumerable<Rune> Fitting(IEnumerable<Rune> runes, int bytes)
    {
        var left = bytes - EllipsisBytes;
        return runes.TakeWhile(rune => (left -= rune.Utf8SequenceLength) >= 0);
    }
}
