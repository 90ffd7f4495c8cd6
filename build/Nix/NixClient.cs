using VmTest.Diagnosis;
using VmTest.Processes;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>Runs Nix. Every call has one download attempt, short limits, and its log read as it comes.</summary>
public sealed class NixClient(RunSession session)
{
    private static readonly string[] LogFormat = ["--log-format", "internal-json"];

    /// <summary>The folder of the programs <c>nix</c> and <c>nix-store</c>; null for those on the PATH.</summary>
    public string? Programs { get; init; }

    /// <summary>The folder below which the store lies.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Further lines of nix.conf, which come after ours.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>
    /// Runs it to its end. A download that failed and that a build cannot do without ends it early, for what goes on beside
    /// it can take hours.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; Nix and its builders are gone.</exception>
    public async Task<NixOutcome> RunAsync(NixCall call, CancellationToken cancellation)
    {
        var derivations = new Derivations(Root);
        var reader = new NixLogReader(call.Log, call.LogLines);
        reader.BuilderSaid += call.OnBuilderLine;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        reader.ErrorSeen += message =>
        {
            if (NetworkDiagnosis.Dooms(message, reader, derivations))
            {
                ending.CancelAfter(Limits.NetworkFailureGrace);
            }
        };
        var spec = new ProcessSpec
        {
            Purpose = call.Purpose,
            FileName = Programs is null ? call.Program : Path.Combine(Programs, call.Program),
            Arguments = [.. call.Arguments, .. LogFormat],
            Environment = NixSettings.Environment(ScratchOf(session), [.. session.NixSettings, .. Settings, .. call.Settings]),
            WorkingDirectory = call.Folder,
            // SIGKILL would leave the builders of a single-user Nix behind.
            ParentDeathSignal = Signals.Terminate,
        };
        session.Console.Detail($"{call.Program} {string.Join(' ', call.Arguments)}", call.Host);
        await using var heartbeat = new NixHeartbeat(session, call, reader);
        try
        {
            var result = await session.Supervisor.RunAsync(spec, reader.Read, Limits.MaximumNixLineBytes, ending.Token);
            return new NixOutcome(result.ExitCode, result.Output, reader, derivations);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new NixOutcome(NixOutcome.EndedEarly, string.Empty, reader, derivations);
        }
        finally
        {
            await call.Log.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Where builders get their temporary folders. One that installs a system checks that everybody can enter all of its parents.</summary>
    internal static string ScratchOf(RunSession session) => session.Directory.MakeFolderForOthers();
}
