using System.Runtime.InteropServices;

namespace VmTest.Supervision;

/// <summary>Whether a path can be used, as the system decides it: rights, links, and read-only file systems included.</summary>
internal static partial class PathAccess
{
    public const int NotThere = 2;
    public const int NoFolder = 20;
    public const int LinkLoop = 40;

    private const int Exists = 0;
    private const int Enter = 1;
    private const int Write = 2;
    private const int Read = 4;

    /// <summary>0, or the number of the error (errno) why it is not there or cannot be reached.</summary>
    public static int Find(string path) => Try(path, Exists);

    /// <summary>0, or the number of the error why nothing can be made in it.</summary>
    public static int FillFolder(string path) => Try(path, Write | Enter);

    /// <summary>0, or the number of the error why it cannot be read and written to.</summary>
    public static int ReadAndWrite(string path) => Try(path, Read | Write);

    /// <summary>An error in the system's words.</summary>
    public static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);

    private static int Try(string path, int mode) => Access(path, mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
