namespace VmTest.Runs;

/// <summary>How many hosts are evaluated, built or booted at the same time.</summary>
public static class VmSlots
{
    /// <summary>Memory that the default of <c>--jobs</c> sets aside for each machine.</summary>
    private const long MemoryPerMachineBytes = 2L << 30;

    /// <summary><c>--jobs</c>, or as many as cores and available memory carry.</summary>
    public static int Count(RunRequest request)
    {
        if (request.Jobs is { } jobs)
        {
            return jobs;
        }

        var perMachine = request.MemoryMiB is { } memory ? (long)memory << 20 : MemoryPerMachineBytes;
        var byMemory = RunFactsReader.MemoryInfo("MemAvailable") / perMachine;
        return (int)Math.Clamp(byMemory, 1, Environment.ProcessorCount);
    }
}
