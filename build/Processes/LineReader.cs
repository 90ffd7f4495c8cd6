using System.Text;

namespace VmTest.Processes;

/// <summary>Splits a stream of arbitrary bytes into lines, in bounded memory: a longer line is cut, its rest dropped.</summary>
internal static class LineReader
{
    private const int BufferBytes = 16 << 10;

    /// <param name="stream">Read to its end.</param>
    /// <param name="onLine">Called with each line, without its line feed and carriage return; invalid UTF-8 is replaced.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="maximumBytes">What is kept of a line.</param>
    public static async Task ReadAsync(Stream stream, Action<string> onLine, CancellationToken cancellation, int maximumBytes = Limits.MaximumLineBytes)
    {
        var buffer = new byte[BufferBytes];
        var line = new MemoryStream();
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            var rest = buffer.AsMemory(0, count);
            int end;
            while ((end = rest.Span.IndexOf((byte)'\n')) >= 0)
            {
                Append(line, rest.Span[..end], maximumBytes);
                onLine(Take(line));
                rest = rest[(end + 1)..];
            }

            Append(line, rest.Span, maximumBytes);
        }

        if (line.Length > 0)
        {
            onLine(Take(line));
        }
    }

    private static void Append(MemoryStream line, ReadOnlySpan<byte> bytes, int maximumBytes)
    {
        var room = maximumBytes - (int)line.Length;
        line.Write(bytes[..Math.Min(room, bytes.Length)]);
    }

    private static string Take(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        line.SetLength(0);
        return text.TrimEnd('\r');
    }
}
