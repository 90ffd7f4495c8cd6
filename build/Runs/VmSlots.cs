namespace VmTest.Runs;

/// <summary>How many hosts are evaluated, built or booted at the same time.</summary>
public static class VmSlots
{
    /// <summary>Memory that the default of <c>--jobs</c> sets aside for each machine.</summary>
    private const long MemoryPerMachineBytes = 2L << 30;

    /// <summary><c>--jobs</c>, or as many as cores and available memory carry.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="memoryMiB">What the largest machine has; null for what the configurations say.</param>
    public static int Count(RunRequest request, int? memoryMiB = null)
    {
        if (request.Jobs is { } jobs)
        {
            return jobs;
        }

        var perMachine = (memoryMiB ?? request.MemoryMiB) is { } memory ? (long)memory << 20 : MemoryPerMachineBytes;
        var byMemory = RunFactsReader.MemoryInfo("MemAvailable") / perMachine;
        return (int)Math.Clamp(byMemory, 1, Environment.ProcessorCount);
    }
}
