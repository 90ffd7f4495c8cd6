using System.Text.RegularExpressions;

namespace VmTest.Supervision;

/// <summary>Asks programs for their versions.</summary>
/// <param name="supervisor">Starts them.</param>
/// <param name="time">For the limit.</param>
/// <param name="say">Gets a line now and then while one does not answer.</param>
public sealed partial class ToolVersions(ProcessSupervisor supervisor, TimeProvider time, Action<string> say)
{
    /// <summary>How long a program may take to print its version.</summary>
    private static readonly TimeSpan VersionCall = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);

    private const string Question = "--version";

    public const string Nix = "nix";
    public const string Qemu = "qemu-system-x86_64";

    /// <summary>The version that the program prints; null where it is not there or prints none.</summary>
    /// <exception cref="ProgramSilentException">It does not end.</exception>
    public async Task<Version?> OfAsync(string program, CancellationToken cancellation)
    {
        if (Executables.Find(program) is null)
        {
            return null;
        }

        var spec = new ProcessSpec { Purpose = $"version of {program}", FileName = program, Arguments = [Question] };
        using var limit = new CancellationTokenSource(VersionCall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var started = time.GetTimestamp();
        await using var heartbeat = time.CreateTimer(_ => Tell(), null, Heartbeat, Heartbeat);
        try
        {
            return Parse((await supervisor.RunAsync(spec, either.Token)).Output);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ProgramSilentException(program, Question, VersionCall);
        }

        void Tell()
        {
            if (time.GetElapsedTime(started) is var waited && waited < VersionCall)
            {
                say($"waiting for {program} {Question}, {waited.TotalSeconds:0} s of at most {VersionCall.TotalSeconds:0} s");
            }
        }
    }

    /// <summary>The first version number in a text.</summary>
    public static Version? Parse(string text) =>
        Number().Match(text) is { Success: true } match && Version.TryParse(match.Value, out var version) ? version : null;

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
