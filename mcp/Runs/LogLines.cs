using VmTest.Text;

namespace VmTest.Mcp.Runs;

/// <summary>Some lines of a log, harmless and of bounded length.</summary>
/// <param name="First">The number of the first line, from 1.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Total">How many lines the log has.</param>
internal sealed record LogLines(int First, IReadOnlyList<string> Lines, int Total)
{
    /// <summary>Lines that are read at once; fewer fit into an answer.</summary>
    public const int Most = 200;

    private const int LineBytes = 400;

    /// <summary>Reads lines by their numbers; those behind the end are missing.</summary>
    /// <param name="stream">The log.</param>
    /// <param name="first">From 1; null for the last lines.</param>
    /// <param name="last">Included; null for as many as there can be.</param>
    public static LogLines Read(Stream stream, int? first, int? last)
    {
        using var reader = new StreamReader(stream);
        var lines = new Queue<string>();
        var from = first ?? 1;
        var to = last ?? int.MaxValue;
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (number < from || number > to || (first is not null && lines.Count == Most))
            {
                continue;
            }

            if (lines.Count == Most)
            {
                lines.Dequeue();
            }

            lines.Enqueue(line);
        }

        var start = first ?? (Math.Min(number, to) - lines.Count + 1);
        return new LogLines(start, [.. lines.Select(line => Utf8Length.CutEnd(Sanitizer.Line(line), LineBytes))], number);
    }
}
