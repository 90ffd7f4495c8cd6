using System.Globalization;

namespace VmTest.FaultTests;

/// <summary>The most memory in bytes that a process has had at once.</summary>
internal static class PeakMemory
{
    public const long Limit = 200L << 20;

    /// <returns>0 where it has ended.</returns>
    public static long Of(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(each => each.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
