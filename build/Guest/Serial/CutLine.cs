using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VmTest.Text;

namespace VmTest.Guest.Serial;

/// <summary>
/// A line that the firmware cut behind its first character. SeaBIOS mirrors its text screen to the serial port; where a boot
/// loader pauses in a line, it places the cursor anew (src/sercon.c). In the first column that is a carriage return, and the
/// rest follows behind a move to the second column: seen in one boot of twenty on a busy machine.
/// </summary>
internal sealed partial class CutLine
{
    // One character and the colours before it.
    private const int MaximumBytes = 32;

    private byte[] start = [];

    /// <summary>Takes what stood before an end of line.</summary>
    /// <param name="line">Its bytes.</param>
    /// <param name="returned">Whether a carriage return ended it, and no line feed.</param>
    public void End(ReadOnlySpan<byte> line, bool returned) =>
        start = returned && line.Length is > 0 and <= MaximumBytes ? line.ToArray() : [];

    /// <summary>What came since with its start before it, where the cursor was placed behind that; otherwise as it is.</summary>
    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> rest) =>
        start.Length > 0 && rest.Length > 0 && rest[0] == '\e' && Continues(rest)
            ? (byte[])[.. start, .. rest]
            : rest;

    private bool Continues(ReadOnlySpan<byte> rest) =>
        CursorMove().Match(Encoding.ASCII.GetString(rest[..Math.Min(rest.Length, MaximumBytes)])) is { Success: true } move
        && int.Parse(move.Groups["column"].Value, CultureInfo.InvariantCulture)
            == Sanitizer.Line(Encoding.UTF8.GetString(start)).Length + 1;

    // CSI row ; column H (ECMA-48, CUP).
    [GeneratedRegex(@"^\u001b\[\d{1,3};(?<column>\d{1,3})H")]
    private static partial Regex CursorMove();
}
