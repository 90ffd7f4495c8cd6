namespace VmTest.Supervision;

/// <summary>Where the numbers of processes mean what they mean: one boot of one kernel, one namespace of process IDs.</summary>
internal static class KernelPlace
{
    /// <summary>Null where the kernel does not tell.</summary>
    public static string? BootId { get; } = Read(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>Null where the kernel does not tell.</summary>
    public static string? ProcessNamespace { get; } = Read(() => new FileInfo("/proc/self/ns/pid").LinkTarget);

    /// <summary>Whether process IDs of that run are ours, too. A ledger of an earlier version does not say where it was made.</summary>
    public static bool IsShared(LedgerHead head) =>
        (head.BootId is null || head.BootId == BootId) && (head.ProcessNamespace is null || head.ProcessNamespace == ProcessNamespace);

    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
