using System.Globalization;
using System.Text;

namespace VmTest.Guest.Screen;

/// <summary>A picture in the portable pixmap format (P6, ppm(5)), as QEMU writes it.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">Red, green and blue of each pixel, a byte each, row by row.</param>
internal sealed record PixMap(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>Pixels of a screen's width or height; more is no screen.</summary>
    private const int ScreenSide = 16384;

    private const int BytesPerPixel = 3;

    // A cursor of 9 by 2 pixels is a 16,000th of a text screen of 720 by 400; a word of six letters is a 1,500th or more.
    private const int BlankPart = 4000;

    /// <exception cref="InvalidDataException">It is no such picture, or it is cut off.</exception>
    public static PixMap Parse(ReadOnlyMemory<byte> file)
    {
        var at = 0;
        if (Word(file.Span, ref at) != "P6"
            || !Number(Word(file.Span, ref at), out var width)
            || !Number(Word(file.Span, ref at), out var height)
            || Word(file.Span, ref at) != "255"
            || file.Length - at < (long)width * height * BytesPerPixel)
        {
            throw new InvalidDataException("this is no whole picture in the portable pixmap format with 8 bits a colour");
        }

        return new PixMap(width, height, file.Slice(at, width * height * BytesPerPixel));
    }

    /// <summary>Distinct colours, counted no further than the limit.</summary>
    public int Colours(int limit)
    {
        var seen = new HashSet<int>();
        var pixels = Pixels.Span;
        for (var at = 0; at < pixels.Length && seen.Count < limit; at += BytesPerPixel)
        {
            seen.Add((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
        }

        return seen.Count;
    }

    /// <summary>Whether it shows one colour and no more than a cursor on it.</summary>
    public bool IsBlank()
    {
        var pixels = Pixels.Span;
        var most = pixels.Length / BytesPerPixel / BlankPart;
        var others = 0;
        for (var at = 0; at < pixels.Length && others <= most; at += BytesPerPixel)
        {
            // The corner stands for the ground: what is written begins beside it, and a cursor lies below its line.
            others += pixels.Slice(at, BytesPerPixel).SequenceEqual(pixels[..BytesPerPixel]) ? 0 : 1;
        }

        return others <= most;
    }

    private static bool Number(string word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= ScreenSide;

    /// <summary>The next word and the one blank behind it.</summary>
    private static string Word(ReadOnlySpan<byte> file, ref int at)
    {
        var length = file[at..].IndexOfAny((byte)' ', (byte)'\n');
        if (length < 0)
        {
            return string.Empty;
        }

        var word = Encoding.ASCII.GetString(file.Slice(at, Math.Min(length, 16)));
        at += length + 1;
        return word;
    }
}
