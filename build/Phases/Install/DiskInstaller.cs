using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Phases.Install;

/// <summary>
/// Installs a host on an empty disk: the configuration's own image builder does it, in a call of Nix of its own, so that
/// what fails in it is an installation that failed and not a build. The image stays in the store and is never written to;
/// every machine gets an overlay of it.
/// </summary>
public sealed class DiskInstaller(NixClient nix, RunDirectory directory, SpaceCheck space, FreshDisk fresh, DiskoVm disko,
    DiskImages images, RunRecord record, IRunLog console, TimeProvider time)
{
    /// <exception cref="PhaseFailedException">There is no install strategy, no room for it, or a step of the installation
    /// failed.</exception>
    public async Task<VmProgram> InstallAsync(BuiltHost host, PhaseLog log, CancellationToken cancellation)
    {
        var plan = host.Evaluation.Disk!;
        if (plan.Strategy is null)
        {
            throw new PhaseFailedException(InstallPlans.Impossible(host.Name, plan));
        }

        console.Say($"installing on an empty disk, to be booted through its own firmware and boot loader: {plan.Reason}", host.Name);
        var report = InstallPlans.Describe(plan) with { Reused = Path.Exists(Path.Join(nix.Root, plan.Image)) };
        report = report with { Forecast = await ForecastAsync(host, plan, report, log, cancellation) };
        try
        {
            report = await MakeImageAsync(host, plan, report, log, cancellation);
        }
        finally
        {
            space.ReleaseScratch(report.Forecast!, report.Reused == true);
        }

        var machine = plan.Strategy == DiskPlan.Disko
            ? await disko.MakeAsync(host, plan, log, cancellation)
            : await fresh.MakeAsync(host, RunScripts.Find(nix.Root, plan.Image!, FailureCodes.InstallOther), log, cancellation);
        report = await images.MeasureAsync(report, machine.Folder, cancellation);
        Observe(host, report);
        return machine with { StartsFromDisk = true };
    }

    private async Task<SpaceForecast> ForecastAsync(
        BuiltHost host, DiskPlan plan, InstallReport report, PhaseLog log, CancellationToken cancellation)
    {
        var forecast = await space.ForecastAsync(host, plan, report.Reused == true, log, cancellation);
        var text = $"the system has {Duration.Bytes(forecast.ClosureBytes)}; installing needs {Duration.Bytes(forecast.NeededBytes)} of "
            + $"the {Duration.Bytes(forecast.FreeBytes)} free in {forecast.Folder}";
        await log.Writer.WriteLineAsync(text);
        console.Say(text, host.Name);
        Observe(host, report with { Forecast = forecast });
        return forecast.Suffices ? forecast : throw new PhaseFailedException(SpaceCheck.TooSmall(host.Name, forecast));
    }

    private async Task<InstallReport> MakeImageAsync(
        BuiltHost host, DiskPlan plan, InstallReport report, PhaseLog log, CancellationToken cancellation)
    {
        var progress = new InstallProgress(console, time, host.Name, report.Forecast!.ClosureBytes);
        var call = new NixCall
        {
            Purpose = $"installation of {host.Name}",
            Program = NixCall.Store,
            Arguments = ["--realise", plan.ImageDrv!, .. StoreRoots.For(directory, $"{host.Folder}-image")],
            Log = log,
            OnBuilderLine = progress.AddLine,
        };
        var outcome = await nix.RunAsync(call, cancellation);
        progress.End();
        var done = report with { Steps = progress.Report() };
        Observe(host, done);
        if (!outcome.Succeeded)
        {
            throw new PhaseFailedException(
                InstallDiagnosis.Explain(outcome, host.Flake.Source, host.Name, log.Path, progress.Last, done.Forecast!,
                    FileSystems.FreeBytes(done.Forecast!.Folder)));
        }

        if (done.Reused == true)
        {
            console.Say("this system is installed already: only its disk is fresh", host.Name);
        }

        return done;
    }

    private void Observe(BuiltHost host, InstallReport report) => record.Write(new InstallObserved(host.Name, report));
}
