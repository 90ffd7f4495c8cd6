using System.Globalization;

namespace VmTest.Text;

/// <summary>Makes one line of a line that comes again and again, so that what stands before it keeps its place.</summary>
public static class RepeatedLines
{
    /// <summary>Lines that follow each other and are equal become one, with <c>× 20</c> behind it.</summary>
    public static IEnumerable<string> Fold(IEnumerable<string> lines)
    {
        string? last = null;
        var times = 0;
        foreach (var line in lines)
        {
            if (line != last && times > 0)
            {
                yield return Text(last!, times);
                times = 0;
            }

            last = line;
            times++;
        }

        if (times > 0)
        {
            yield return Text(last!, times);
        }
    }

    /// <summary>A line as it is shown.</summary>
    /// <param name="line">The line.</param>
    /// <param name="times">How often it came without another in between.</param>
    public static string Text(string line, long times) =>
        times > 1 && line.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{line} × {times}") : line;
}
