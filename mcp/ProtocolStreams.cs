using System.Runtime.InteropServices;

namespace VmTest.Mcp;

/// <summary>
/// The streams of the protocol, which nothing else of this process can reach: whatever prints to standard output from here on, prints
/// to standard error, and whatever reads standard input, finds its end.
/// </summary>
internal static partial class ProtocolStreams
{
    private const int InputNumber = 0;
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;

    // fcntl.h: the same on every architecture.
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;

    /// <summary>To be called once, before anything is written.</summary>
    public static (Stream Input, Stream Output) Take()
    {
        // The runtime opens each under a number of its own, which no program that is started inherits.
        var taken = (Console.OpenStandardInput(), Console.OpenStandardOutput());
        var nothing = Open("/dev/null", ReadWrite | CloseOnExec);
        _ = Replace(nothing, InputNumber);
        if (Replace(ErrorNumber, OutputNumber) < 0)
        {
            _ = Replace(nothing, OutputNumber);
        }

        return taken;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Replace(int from, int number);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
