using System.Runtime.InteropServices;

namespace VmTest.Hosting;

/// <summary>
/// OpenSSL, of which .NET's hashes and random numbers are made: where it is missing, the runtime ends the process at the first of
/// them with a core dump. An installed .NET brings it or depends on it; the program of one file takes this machine's.
/// </summary>
public static class OpenSsl
{
    // What the runtime tries, in its order (System.Security.Cryptography.Native, opensslshim.c).
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0"];

    /// <summary>What a program that cannot go on without it says; null where it can.</summary>
    public static string? Explain() => IsOneFile ? Explain(name => NativeLibrary.TryLoad(name, out _)) : null;

    /// <param name="loads">Whether a library of this name can be loaded.</param>
    internal static string? Explain(Func<string, bool> loads) => Array.Exists(Names, name => loads(name))
        ? null
        : $"""
            environment.tool-missing: OpenSSL is missing: this program needs libssl 3 or 1.1, and none could be loaded.
            Install it, as in: apt-get install libssl3, dnf install openssl-libs, apk add libssl3. On NixOS take the flake's package.
            """;

    // Only assemblies in files of their own have a place.
#pragma warning disable IL3000
    private static bool IsOneFile => typeof(OpenSsl).Assembly.Location.Length == 0;
#pragma warning restore IL3000
}
