using System.Text;

namespace VmTest.Ci.GitHub;

/// <summary>Fits the report for people into the summary of a step, which is shown whole or not at all.</summary>
internal static class JobSummary
{
    private const string Fence = "```";

    /// <summary>The text, or as many of its first lines as fit with the pointer to the rest behind them.</summary>
    /// <param name="markdown">The report.</param>
    /// <param name="bytes">What the summary can still take.</param>
    /// <param name="pointer">Where the whole is, in Markdown.</param>
    public static string Fit(string markdown, int bytes, string pointer)
    {
        if (Encoding.UTF8.GetByteCount(markdown) <= bytes)
        {
            return markdown;
        }

        var closing = $"\n{Fence}\n\n{pointer}\n";
        var left = bytes - Encoding.UTF8.GetByteCount(closing);
        var text = new StringBuilder();
        var fenced = false;
        foreach (var line in markdown.Split('\n'))
        {
            left -= Encoding.UTF8.GetByteCount(line) + 1;
            if (left < 0)
            {
                break;
            }

            text.Append(line).Append('\n');
            fenced ^= line.StartsWith(Fence, StringComparison.Ordinal);
        }

        if (bytes < Encoding.UTF8.GetByteCount(closing))
        {
            return string.Empty;
        }

        return text.Append(fenced ? closing : $"\n{pointer}\n").ToString();
    }
}
