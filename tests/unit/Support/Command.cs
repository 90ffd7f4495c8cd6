using System.Diagnostics;

namespace VmTest.UnitTests.Support;

/// <summary>Runs a program that a test needs.</summary>
internal static class Command
{
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root
        };
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} was not started");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
