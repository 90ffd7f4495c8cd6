using System.Runtime.InteropServices;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Hosting;

/// <summary>
/// OpenSSL, of which .NET's hashes and random numbers are made: where it is missing, the runtime ends the process at the first of
/// them with a core dump. An installed .NET brings it or depends on it; the program of one file takes this machine's.
/// </summary>
public static class OpenSsl
{
    // What the runtime tries, in its order (System.Security.Cryptography.Native, opensslshim.c).
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0"];

    /// <summary>Why a program cannot go on without it; null where it can.</summary>
    public static Finding? Explain() => IsOneFile ? Explain(name => NativeLibrary.TryLoad(name, out _)) : null;

    /// <param name="loads">Whether a library of this name can be loaded.</param>
    internal static Finding? Explain(Func<string, bool> loads) => Array.Exists(Names, name => loads(name))
        ? null
        : new Finding
        {
            Code = FailureCodes.ToolMissing,
            Origin = FailureOrigin.Environment,
            Message = "OpenSSL is missing: this program needs libssl 3 or 1.1, and none could be loaded.",
            Subject = new Subject(SubjectKind.Tool, "libssl"),
            Hint = "Install it, as in: apt-get install libssl3, dnf install openssl-libs. On NixOS take the flake's package.",
        };

    // Only assemblies in files of their own have a place.
#pragma warning disable IL3000
    private static bool IsOneFile => typeof(OpenSsl).Assembly.Location.Length == 0;
#pragma warning restore IL3000
}
