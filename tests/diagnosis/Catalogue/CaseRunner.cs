using System.Diagnostics;
using LibGit2Sharp;
using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Phases.Build;
using VmTest.Phases.Evaluate;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Terminal;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Takes a case through the evaluate and build phases with the services that the host uses.</summary>
/// <param name="nix">Makes the client: for a Nix on this machine, or for a recorded one.</param>
internal sealed class CaseRunner(Func<RunSession, CaseFolder, NixClient> nix)
{
    public async Task<CaseResult> RunAsync(CatalogueCase each)
    {
        using var folder = CaseFolder.Make(each);
        var settings = new Settings
        {
            Target = Targets.BuildVm,
            Flake = folder.Flake,
            Hosts = each["hosts"]?.Split(',') ?? [],
            Jobs = 1,
            Install = InstallMode.Direct,
            Output = folder.Output,
            CakeArguments = [],
            WorkingDirectory = folder.Flake,
        };
        using var text = new StringWriter();
        await using var writer = TextWriter.Synchronized(text);
        using var shutdown = new Shutdown(TimeProvider.System);
        using var session = new RunSession(settings, new RunConsole(writer, false, Verbosity.Verbose), shutdown, TimeProvider.System);
        session.Begin();
        using var scratch = SmallDisk.Mount(each["scratch"], NixClient.ScratchOf(session));
        using var builds = SmallDisk.Mount(each["scratch"], Directory.CreateDirectory(Path.Combine(folder.Root, "builds")).FullName);
        var watch = Stopwatch.StartNew();
        var run = new TestRun(session);
        await PhasesAsync(session, run, nix(session, folder));
        var duration = watch.Elapsed;
        scratch?.Dispose();
        builds?.Dispose();
        session.End(TimeSpan.Zero);
        var events = session.Events.Snapshot();
        return new CaseResult(
            [.. events.OfType<FailureFound>().Select(found => found.Failure)],
            [.. events.OfType<WarningFound>().Select(found => found.Warning)],
            [.. run.InTheRace.Select(host => host.Name)],
            text.ToString(),
            duration);
    }

    private static async Task PhasesAsync(RunSession session, TestRun run, NixClient client)
    {
        var evaluator = new FlakeEvaluator(session, client);
        var check = new FlakeCheck(session, run, evaluator);
        var builder = new HostBuilder(session, client, evaluator);
        try
        {
            await check.SelectHostsAsync();
        }
        catch (PhaseFailedException)
        {
            return;
        }

        try
        {
            await check.EvaluateHostsAsync();
        }
        catch (PhaseFailedException)
        {
            // The other hosts go on.
        }

        try
        {
            await run.ForEachHostAsync(Phase.Build, 1, host => run.LoggedPhaseAsync(Phase.Build, host, RunPaths.NixLog, async (log, path, cancellation) =>
                host.Build = await builder.BuildAsync(host, host.Evaluation!, log, path, cancellation)));
        }
        catch (PhaseFailedException)
        {
            // The failures are on record.
        }
        catch (RepositoryNotFoundException error)
        {
            throw new InvalidOperationException("a case's repository is gone", error);
        }
    }
}
