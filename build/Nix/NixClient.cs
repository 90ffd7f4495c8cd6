using VmTest.Processes;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>Runs Nix. Every call has one download attempt, short limits, and its log read as it comes.</summary>
public sealed class NixClient(RunSession session)
{
    private static readonly string[] LogFormat = ["--log-format", "internal-json"];

    /// <param name="purpose">For people and the ledger.</param>
    /// <param name="program"><c>nix</c> or <c>nix-store</c>.</param>
    /// <param name="arguments">Without the log format.</param>
    /// <param name="log">Gets the log as text.</param>
    /// <param name="folder">Where it runs; null for the working directory.</param>
    /// <param name="onProgress">Gets a line for each build or download that begins.</param>
    /// <param name="cancellation">Stops Nix and its builders.</param>
    public async Task<NixOutcome> RunAsync(
        string purpose, string program, IReadOnlyList<string> arguments, TextWriter log, string? folder, Action<string>? onProgress, CancellationToken cancellation)
    {
        var reader = new NixLogReader(log, onProgress);
        var spec = new ProcessSpec
        {
            Purpose = purpose,
            FileName = program,
            Arguments = [.. arguments, .. LogFormat],
            Environment = NixSettings.Environment(Scratch(), session.NixSettings),
            WorkingDirectory = folder,
            // SIGKILL would leave the builders of a single-user Nix behind.
            ParentDeathSignal = Signals.Terminate,
        };
        session.Console.Detail($"{program} {string.Join(' ', arguments)}");
        var result = await session.Supervisor.RunAsync(spec, null, reader.Read, cancellation);
        await log.FlushAsync(CancellationToken.None);
        return new NixOutcome(result.ExitCode, result.Output, reader);
    }

    private string Scratch() => NixSettings.BuildsAsOtherUsers
        ? session.Directory.MakeFolderForOthers(RunPaths.NixScratch)
        : session.Directory.MakeFolder(RunPaths.NixScratch);
}
