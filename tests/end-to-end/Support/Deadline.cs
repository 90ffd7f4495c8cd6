using System.Globalization;

namespace VmTest.EndToEndTests.Support;

/// <summary>How long something may take in a test that measures it.</summary>
public static class Deadline
{
    /// <summary>
    /// That long on a machine with a processor to spare; elsewhere as many times longer as there are others who want it (the first
    /// number of proc_loadavg(5), of the last minute).
    /// </summary>
    public static TimeSpan OfSeconds(double seconds) => TimeSpan.FromSeconds(seconds) * Math.Max(
        1, double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) / Environment.ProcessorCount);
}
