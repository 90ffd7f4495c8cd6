using System.Globalization;
using System.Text;

namespace VmTest.Supervision;

/// <summary>The files beside a log that hold its last parts while it is written: two at most.</summary>
internal static class LogSegments
{
    public const string Mark = ".part-";

    private const byte LineFeed = (byte)'\n';

    public static string PathOf(string log, int number) => string.Create(CultureInfo.InvariantCulture, $"{log}{Mark}{number:D9}");

    public static string LogOf(string segment) => segment[..segment.LastIndexOf(Mark, StringComparison.Ordinal)];

    public static void Remove(string log, int number)
    {
        if (number > 0)
        {
            File.Delete(PathOf(log, number));
        }
    }

    /// <summary>Bytes of the last part and of the one before it.</summary>
    public static long BytesOf(string log, int last) =>
        new[] { last - 1, last }.Select(number => new FileInfo(PathOf(log, number))).Where(file => file.Exists).Sum(file => file.Length);

    /// <summary>Appends the parts to the log and removes them.</summary>
    /// <param name="log">The log.</param>
    /// <param name="gap">A line that says what is missing before them; null where nothing is.</param>
    public static void Join(string log, string? gap)
    {
        var parts = Directory.GetFiles(Path.GetDirectoryName(log)!, $"{Path.GetFileName(log)}{Mark}*").Order(StringComparer.Ordinal)
            .ToList();
        using (var target = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            if (gap is not null)
            {
                target.Write(Encoding.UTF8.GetBytes($"\n{gap}\n"));
            }

            foreach (var part in parts)
            {
                using var source = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                if (gap is not null && part == parts[0])
                {
                    SkipLine(source);
                }

                source.CopyTo(target);
            }
        }

        parts.ForEach(File.Delete);
    }

    /// <summary>The first line of what follows a gap is half of one.</summary>
    private static void SkipLine(FileStream source)
    {
        const int longestLine = 1 << 20;
        for (var count = 0; count < longestLine && source.ReadByte() is not (-1 or LineFeed); count++)
        {
        }

        if (source.Position >= longestLine)
        {
            source.Position = 0;
        }
    }
}
