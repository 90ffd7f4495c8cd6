using VmTest.Nix;
using VmTest.Reporting;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Running;
using VmTest.Terminal;

namespace VmTest.Install;

/// <summary>
/// Installs a host on an empty disk: the configuration's own image builder does it, in a call of Nix of its own, so that
/// what fails in it is an installation that failed and not a build. The image stays in the store and is never written to;
/// every machine gets an overlay of it.
/// </summary>
public sealed class DiskInstaller(RunSession session, NixClient nix, FlakeEvaluator source, SpaceCheck space, FreshDisk fresh, DiskoMachine disko, DiskImages images)
{
    /// <exception cref="PhaseFailedException">There is no way onto a disk, no room for it, or a step of the installation failed.</exception>
    public async Task<InstalledMachine> InstallAsync(HostRun host, TextWriter log, string logPath, CancellationToken cancellation)
    {
        var plan = host.Evaluation!.Disk!;
        if (plan.Strategy is null)
        {
            throw new PhaseFailedException(InstallEvidence.Impossible(host.Name, plan));
        }

        session.Console.Say($"installing on an empty disk, to be booted through its own firmware and boot loader: {plan.Reason}", host.Name);
        var report = InstallEvidence.Of(plan) with { Reused = Path.Exists(Path.Join(nix.Root, plan.Image)) };
        report = report with { Forecast = await ForecastAsync(host, plan, report, log, cancellation) };
        report = await MakeImageAsync(host, plan, report, log, logPath, cancellation);
        var machine = plan.Strategy == DiskPlan.Disko
            ? await disko.MakeAsync(host, plan, log, logPath, cancellation)
            : await fresh.MakeAsync(host, RunScripts.Find(nix.Root, plan.Image!, FailureCodes.InstallOther), log, logPath, cancellation);
        report = await images.MeasureAsync(report, machine.Folder, cancellation);
        Observe(host, report);
        return machine with { StartsFromDisk = true };
    }

    private async Task<SpaceForecast> ForecastAsync(HostRun host, DiskPlan plan, InstallReport report, TextWriter log, CancellationToken cancellation)
    {
        var forecast = await space.ForecastAsync(host, plan, report.Reused == true, log, cancellation);
        var text = $"the system has {Duration.Bytes(forecast.ClosureBytes)}; installing needs {Duration.Bytes(forecast.NeededBytes)} of the {Duration.Bytes(forecast.FreeBytes)} free in {forecast.Folder}";
        await log.WriteLineAsync(text);
        session.Console.Say(text, host.Name);
        Observe(host, report with { Forecast = forecast });
        return forecast.Suffices ? forecast : throw new PhaseFailedException(SpaceCheck.TooSmall(host.Name, forecast));
    }

    private async Task<InstallReport> MakeImageAsync(HostRun host, DiskPlan plan, InstallReport report, TextWriter log, string logPath, CancellationToken cancellation)
    {
        var progress = new InstallProgress(session, host.Name, report.Forecast!.ClosureBytes);
        await log.FlushAsync(cancellation);
        var call = new NixCall
        {
            Purpose = $"installation of {host.Name}",
            Program = NixCall.Store,
            Arguments = ["--realise", plan.ImageDrv!, .. StoreRoots.For(session, $"{host.Folder}-image")],
            Log = log,
            LogLines = HostBuilder.LinesOf(Path.Combine(session.Artifacts, logPath)),
            Host = host.Name,
            OnBuilderLine = progress.Take,
        };
        var outcome = await nix.RunAsync(call, cancellation);
        progress.End();
        var done = report with { Steps = progress.Report() };
        Observe(host, done);
        if (!outcome.Succeeded)
        {
            throw new PhaseFailedException(InstallDiagnosis.Explain(outcome, source.Source, host.Name, logPath, progress.Last, done.Forecast!));
        }

        if (done.Reused == true)
        {
            session.Console.Say("this system is installed already: only its disk is fresh", host.Name);
        }

        return done;
    }

    private void Observe(HostRun host, InstallReport report) => session.Events.Write(new InstallObserved(host.Name, report));
}
