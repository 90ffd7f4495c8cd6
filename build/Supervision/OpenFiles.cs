using System.Runtime.InteropServices;

namespace VmTest.Supervision;

/// <summary>How many files, pipes and sockets this program may have open at once.</summary>
internal static partial class OpenFiles
{
    // RLIMIT_NOFILE is the same number on every architecture that .NET runs on.
    private const int Resource = 7;

    /// <summary>The limit that holds now; null where the kernel does not tell. The runtime has raised it as far as it may.</summary>
    public static ulong? Limit() => GetLimit(Resource, out var limit) == 0 ? limit.Soft : null;

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    /// <summary>struct rlimit of a 64-bit machine.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
