using System.Text;
using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>Splits a stream of arbitrary bytes into lines, in bounded memory: a longer line is cut, its rest dropped.</summary>
internal static class LineReader
{
    private const int BufferBytes = 64 << 10;

    /// <param name="stream">Read to its end.</param>
    /// <param name="onLine">Called with each line, without its line feed and carriage return; invalid UTF-8 is replaced.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="maximumBytes">Bytes of a line that are kept.</param>
    public static Task ReadAsync(
        Stream stream, Action<string> onLine, CancellationToken cancellation, int maximumBytes = Limits.MaximumLineBytes) =>
        ReadAsync(stream, line => onLine(Encoding.UTF8.GetString(line)), maximumBytes, cancellation);

    /// <param name="stream">Read to its end.</param>
    /// <param name="onLine">Called with the bytes of each line.</param>
    /// <param name="maximum">Bytes of a line that are kept.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task ReadAsync(Stream stream, LineHandler onLine, int maximum, CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        var begun = new MemoryStream();
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
            {
                Split(buffer.AsSpan(0, count), begun, onLine, maximum);
            }
        }
        finally
        {
            // Also where nobody waits for the end: the last line of a program often lacks its line feed.
            if (begun.Length > 0)
            {
                Finish(begun, onLine);
            }
        }
    }

    /// <param name="bytes">What was read.</param>
    /// <param name="begun">The line that an earlier part began.</param>
    /// <param name="onLine">Called with each line that ends here.</param>
    /// <param name="maximum">Bytes of a line that are kept.</param>
    private static void Split(ReadOnlySpan<byte> bytes, MemoryStream begun, LineHandler onLine, int maximum)
    {
        int end;
        while ((end = bytes.IndexOf((byte)'\n')) >= 0)
        {
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            if (begun.Length == 0 && line.Length <= maximum)
            {
                onLine(line.TrimEnd((byte)'\r'));
                continue;
            }

            Append(begun, line, maximum);
            Finish(begun, onLine);
        }

        Append(begun, bytes, maximum);
    }

    private static void Append(MemoryStream line, ReadOnlySpan<byte> bytes, int maximum)
    {
        var room = maximum - (int)line.Length;
        line.Write(bytes[..Math.Min(room, bytes.Length)]);
    }

    private static void Finish(MemoryStream line, LineHandler onLine)
    {
        onLine(line.GetBuffer().AsSpan(0, (int)line.Length).TrimEnd((byte)'\r'));
        line.SetLength(0);
        if (line.Capacity > BufferBytes)
        {
            // One huge line must not keep its memory for the rest of the log.
            line.Capacity = 0;
        }
    }
}
