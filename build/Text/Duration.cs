using System.Globalization;

namespace VmTest.Text;

/// <summary>Durations and sizes for people.</summary>
internal static class Duration
{
    /// <summary><c>0.4 s</c>, <c>12.3 s</c>, <c>2 min 05 s</c>.</summary>
    public static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s");

    public static string Text(long milliseconds) => Text(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Binary units with one decimal.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
    };
}
