using System.Text.RegularExpressions;
using VmTest.Processes;
using VmTest.Running;

namespace VmTest.Preflight;

/// <summary>Asks programs for their versions.</summary>
public sealed partial class ToolVersions(RunSession session)
{
    public const string Nix = "nix";
    public const string Qemu = "qemu-system-x86_64";

    /// <summary>The version that the program prints; null where it is not there or prints none.</summary>
    public async Task<Version?> OfAsync(string program, CancellationToken cancellation)
    {
        if (Executables.Find(program) is null)
        {
            return null;
        }

        var spec = new ProcessSpec { Purpose = $"version of {program}", FileName = program, Arguments = ["--version"] };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limits.VersionCall);
        try
        {
            return Parse((await session.Supervisor.RunAsync(spec, limit.Token)).Output);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            session.Console.Warn($"{program} --version printed nothing within {Limits.VersionCall.TotalSeconds} s");
            return null;
        }
    }

    /// <summary>The first version number in a text.</summary>
    public static Version? Parse(string text) =>
        Number().Match(text) is { Success: true } match && Version.TryParse(match.Value, out var version) ? version : null;

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
