using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Phases.Build;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Terminal;
using VmTest.UnitTests.Support;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Takes a case through the evaluate and build phases with the pipeline that every front end uses.</summary>
/// <param name="nix">A Nix on this machine, or a recorded one.</param>
internal sealed class CaseRunner(Func<CaseFolder, NixInstallation> nix)
{
    public async Task<CaseResult> RunAsync(CatalogueCase each)
    {
        using var folder = CaseFolder.Make(each);
        var request = new RunRequest
        {
            Target = "BuildVm",
            Phases = [Phase.Evaluate, Phase.Build],
            Flake = folder.Flake,
            Hosts = each["hosts"]?.Split(',') ?? [],
            Jobs = 1,
            Install = InstallMode.Direct,
            BootTimeout = TimeSpan.FromMinutes(5),
            Output = folder.Output,
        };
        if (each["scratch"] is not null)
        {
            Root.Needed("mount");
        }

        using var text = new StringWriter();
        await using var writer = TextWriter.Synchronized(text);
        var pipeline = RunServices.Pipeline(services =>
        {
            services.AddSingleton(nix(folder));
            if (each["scratch"] is { } size)
            {
                services.AddSingleton<BuildPhase>().AddSingleton<IPhase<EvaluatedHost, BuiltHost>>(provider => new SmallDiskPhase(
                    provider.GetRequiredService<BuildPhase>(), size, [
                        NixClient.ScratchOf(provider.GetRequiredService<RunDirectory>()), Path.Combine(folder.Root, "builds")]));
            }
        });
        var watch = Stopwatch.StartNew();
        var events = await pipeline.RunAsync(request, new RunConsole(writer, false, Verbosity.Verbose), CancellationToken.None);
        var passed = events.OfType<PhaseFinished>()
            .Where(entry => entry is { Phase: Phase.Build, Host: not null, Status: PhaseStatus.Passed }).Select(entry => entry.Host!)
                .ToHashSet(StringComparer.Ordinal);
        return new CaseResult(
            [.. events.OfType<FailureFound>().Select(found => found.Failure)],
            [.. events.OfType<WarningFound>().Select(found => found.Warning)],
            [.. events.OfType<HostsSelected>().SelectMany(selected => selected.Hosts).Where(passed.Contains)],
            text.ToString(),
            watch.Elapsed);
    }
}
