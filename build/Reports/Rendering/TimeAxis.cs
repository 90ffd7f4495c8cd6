using System.Globalization;

namespace VmTest.Reports.Rendering;

/// <summary>Where a time stands in a picture.</summary>
/// <param name="EndMs">The last time, at <paramref name="Right"/>.</param>
/// <param name="Left">Where zero stands.</param>
/// <param name="Right">Where the last time stands.</param>
internal sealed record TimeAxis(long EndMs, double Left, double Right)
{
    private const int MaximumTicks = 10;
    private const long SmallestStepMs = 10;

    private static readonly long[] Steps = [1, 2, 5];

    /// <summary>Round times with the same distance from each other.</summary>
    public IReadOnlyList<long> Ticks
    {
        get
        {
            var step = Candidates().First(each => EndMs / each <= MaximumTicks);
            return [.. Enumerable.Range(0, (int)(EndMs / step) + 1).Select(index => index * step)];
        }
    }

    public double X(long milliseconds) => Left + ((Right - Left) * Math.Clamp(milliseconds, 0, EndMs) / EndMs);

    public static string Label(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000m:0.##} s");

    private static IEnumerable<long> Candidates()
    {
        for (var power = SmallestStepMs; ; power *= 10)
        {
            foreach (var step in Steps)
            {
                yield return step * power;
            }
        }
    }
}
