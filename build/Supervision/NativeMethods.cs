using System.Runtime.InteropServices;

namespace VmTest.Supervision;

internal static partial class NativeMethods
{
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "getuid")]
    public static partial uint GetUserId();

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ControlProcess(int option, nuint value);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int pid, out int status, int options);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenamePath(string from, string to);

    /// <summary>rename(2): replaces in one step, links included, which File.Move does not.</summary>
    public static bool Rename(string from, string to) => RenamePath(from, to) == 0;

    /// <summary>Processes below this one that lose their parent become children of this one, and not of the system's first.</summary>
    public static bool BecomeSubreaper()
    {
        const int setChildSubreaper = 36;
        return ControlProcess(setChildSubreaper, 1) == 0;
    }

    /// <summary>Takes a dead child out of the table of processes.</summary>
    public static void Bury(int pid)
    {
        const int withoutWaiting = 1;
        _ = WaitFor(pid, out _, withoutWaiting);
    }

    /// <summary>Signals one process; false where it is not there any more, or not ours.</summary>
    public static bool Signal(int pid, int signal) => Kill(pid, signal) == 0;

    /// <summary>Signals every process of a group.</summary>
    public static bool SignalGroup(int group, int signal) => Kill(-group, signal) == 0;
}
