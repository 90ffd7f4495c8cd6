using System.Text.RegularExpressions;

namespace VmTest.Supervision;

/// <summary>Asks programs for their versions.</summary>
public sealed partial class ToolVersions(ProcessSupervisor supervisor, Action<string> warn)
{
    /// <summary>How long a program may take to print its version.</summary>
    private static readonly TimeSpan VersionCall = TimeSpan.FromSeconds(10);

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
        limit.CancelAfter(VersionCall);
        try
        {
            return Parse((await supervisor.RunAsync(spec, limit.Token)).Output);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            warn($"{program} --version printed nothing within {VersionCall.TotalSeconds} s");
            return null;
        }
    }

    /// <summary>The first version number in a text.</summary>
    public static Version? Parse(string text) =>
        Number().Match(text) is { Success: true } match && Version.TryParse(match.Value, out var version) ? version : null;

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
