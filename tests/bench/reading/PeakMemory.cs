namespace VmTest.Bench;

/// <summary>What this program took at most.</summary>
internal static class PeakMemory
{
    /// <summary>Resident memory in MiB, as the kernel counted it (proc(5), VmHWM).</summary>
    public static long Mebibytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
