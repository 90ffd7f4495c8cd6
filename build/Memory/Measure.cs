namespace VmTest.Memory;

/// <summary>What is usual of a time, and what is not.</summary>
/// <param name="Median">The middle of earlier values, in milliseconds.</param>
/// <param name="Spread">How far they are apart, in milliseconds, and never less than what chance alone does.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct Measure(long Median, long Spread, int Count)
{
    /// <summary>One value has no spread, and two that happen to be close have too small a one.</summary>
    private const int Fewest = 3;

    private const int Beyond = 3;

    // Two boots of the same system differ by about this even where little else runs.
    private const long LeastSpreadMs = 200;
    private const int LeastShare = 10;

    /// <returns>Null where there is no value.</returns>
    public static Measure? Of(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Measure(median, Math.Max(sorted[^1] - sorted[0], Math.Max(LeastSpreadMs, median / LeastShare)), sorted.Count);
    }

    /// <summary>Whether a value is later than the median by more than three times the spread.</summary>
    public bool IsExceededBy(long value) => Count >= Fewest && value > Median + (Beyond * Spread);
}
