using System.Runtime.InteropServices;

namespace VmTest.Terminal;

/// <summary>
/// The streams that this program was given. Whoever reads them may go away, or never was there: a run goes on without, for
/// its result is its report and its exit code.
/// </summary>
internal static partial class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    // fcntl.h: the same on every architecture.
    private const int GetFlags = 1;
    private const int ReadWrite = 2;

    // As long as the program itself.
    private static TextWriter ordinary = TextWriter.Null;
    private static TextWriter urgent = TextWriter.Null;

    /// <summary>To be called before anything is written and before any file is opened.</summary>
    public static void Secure()
    {
        var output = IsGiven(Output);
        var error = IsGiven(Error);
        // A closed number would become that of the next file that is opened, and what is written to the stream would go there.
        for (var stream = 0; stream <= Error; stream++)
        {
            if (Control(stream, GetFlags) < 0)
            {
                _ = Open("/dev/null", ReadWrite);
            }
        }

        ordinary = output ? new LossyWriter(Console.Out) : TextWriter.Null;
        Console.SetOut(ordinary);
        urgent = error ? new LossyWriter(Console.Error) : TextWriter.Null;
        Console.SetError(urgent);
    }

    /// <summary>
    /// Whether the stream is there and no file of this program, which the runtime opened under the number of a closed stream:
    /// such a one is closed in the programs that are started, and what came from outside is not.
    /// </summary>
    private static bool IsGiven(int stream)
    {
        const int closedOnExec = 1;
        return Control(stream, GetFlags) is >= 0 and var flags && (flags & closedOnExec) == 0;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
