using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Nix;

/// <summary>Runs Nix. Every call has one download attempt, short limits, and its log read as it comes.</summary>
public sealed class NixClient(NixInstallation installation, ProcessSupervisor supervisor, RunDirectory directory, IRunLog log,
    RunRecord record, UsualTimes usual, TimeProvider time, NetworkFailure isFatal)
{
    /// <summary>A line of Nix's JSON log holds a whole error with its trace and may be longer; what is beyond this is lost.</summary>
    internal const int MaximumNixLineBytes = 4 << 20;

    /// <summary>From a download that a build cannot do without and that failed, to the end of Nix.</summary>
    private static readonly TimeSpan NetworkFailureGrace = TimeSpan.FromSeconds(1);

    private static readonly string[] LogFormat = ["--log-format", "internal-json"];

    /// <summary>The folder below which the store lies.</summary>
    public string Root => installation.Root;

    /// <summary>
    /// Runs it to its end. A download that failed and that a build cannot do without ends it early, for what goes on beside
    /// it can take hours.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; Nix and its builders are gone.</exception>
    public async Task<NixOutcome> RunAsync(NixCall call, CancellationToken cancellation)
    {
        var derivations = new Derivations(Root);
        var reader = new NixLogReader(call.Log.Writer, call.Log.CountLines(), time);
        reader.BuilderSaid += call.OnBuilderLine;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        reader.ErrorSeen += message =>
        {
            if (isFatal(message, reader, derivations))
            {
                ending.CancelAfter(NetworkFailureGrace);
            }
        };
        var spec = new ProcessSpec
        {
            Purpose = call.Purpose,
            FileName = installation.Programs is { } programs ? Path.Combine(programs, call.Program) : call.Program,
            Arguments = [.. call.Arguments, .. LogFormat],
            Environment = NixSettings.Environment(ScratchOf(directory), [.. installation.Settings, .. call.Settings]),
            WorkingDirectory = call.Folder,
            // SIGKILL would leave the builders of a single-user Nix behind.
            ParentDeathSignal = Signals.Terminate,
            WatchesMemory = true,
        };
        log.Detail($"{call.Program} {string.Join(' ', call.Arguments)}", call.Log.Host);
        await using var heartbeat = new NixHeartbeat(log, usual, time, call, reader);
        try
        {
            var result = await supervisor.RunAsync(spec, reader.Read, MaximumNixLineBytes, ending.Token);
            return new NixOutcome(result.ExitCode, result.Output, reader, derivations) { PeakMemory = result.PeakMemory };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new NixOutcome(NixOutcome.EndedEarly, string.Empty, reader, derivations);
        }
        finally
        {
            record.Write(new NixFinished(call.Log.Host, reader.Usage));
            await call.Log.Writer.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// Where builders get their temporary folders. One that installs a system checks that everybody can enter all of its
    /// parents.
    /// </summary>
    internal static string ScratchOf(RunDirectory directory) => directory.MakeFolderForOthers();
}
