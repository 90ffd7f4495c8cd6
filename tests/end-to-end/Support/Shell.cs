using System.Diagnostics;

namespace VmTest.EndToEndTests.Support;

/// <summary>Runs helpers of the tests.</summary>
internal static class Shell
{
    /// <summary>Standard output of a program that must succeed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}{error.Result}");
    }
}
