using Microsoft.Extensions.DependencyInjection;
using VmTest.Diagnosis;
using VmTest.Memory;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Phases.Boot;
using VmTest.Phases.Build;
using VmTest.Phases.Evaluate;
using VmTest.Phases.Install;
using VmTest.Phases.Preflight;
using VmTest.Phases.Runtime;
using VmTest.Provisioning;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Reports;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Hosting;

/// <summary>The composition root: the services of one run.</summary>
internal static class RunServices
{
    /// <summary>A pipeline for a front end other than Cake.</summary>
    /// <param name="adjust">Replaces services, as tests do with a recorded Nix.</param>
    public static TestPipeline Pipeline(Action<IServiceCollection>? adjust = null) => new((request, log, cancellation) =>
    {
        var services = new ServiceCollection()
            .AddRun(request, log, new RunStop(() => cancellation.IsCancellationRequested ? Signals.Terminate : null, cancellation),
                TimeProvider.System);
        adjust?.Invoke(services);
        var provider = services.BuildServiceProvider();
        return new OpenRun(provider.GetRequiredService<TestRun>(), provider.GetRequiredService<RunLifecycle>(),
            provider.GetRequiredService<RunRecord>(), () => Report(provider, log), provider);
    });

    private static void Report(ServiceProvider run, IRunLog log) => ReportRescue.Write(
        run.GetRequiredService<RunFolder>(), run.GetRequiredService<RunRecord>(), run.GetRequiredService<OutputSpace>(), log);

    /// <summary>Adds everything below the front end; nothing is made before it is used.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="request">What the run does.</param>
    /// <param name="log">What it says.</param>
    /// <param name="stop">How it is ended from outside.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="ownsProcess">Whether this program does nothing but this run: then it reaps, and ends, all that lives below it.</param>
    public static IServiceCollection AddRun(
        this IServiceCollection services, RunRequest request, IRunLog log, RunStop stop, TimeProvider time, bool ownsProcess = false)
    {
        var id = RunNames.NewId(time.GetUtcNow());
        var artifacts = Path.Combine(request.Output, id);
        return services
            .AddTransient(typeof(Lazy<>), typeof(LazyService<>))
            .AddSingleton(time)
            .AddSingleton(request)
            .AddSingleton(log)
            .AddSingleton(_ => new OutputSpace(artifacts, stop.Token))
            .AddSingleton(provider => stop with { Token = provider.GetRequiredService<OutputSpace>().Token })
            .AddSingleton<RunRecord>()
            .AddSingleton(provider => new RunFolder(artifacts, provider.GetRequiredService<RunRecord>()))
            .AddSingleton(_ => new RunResources(id, artifacts, ownsProcess, time))
            .AddTransient(provider => provider.GetRequiredService<RunResources>().Directory)
            .AddTransient(provider => provider.GetRequiredService<RunResources>().Supervisor)
            .AddSingleton<RunLifecycle>()
            .AddSingleton<RunLogs>()
            .AddSingleton<PhaseRunner>()
            .AddSingleton<UsualTimes>()
            .AddSingleton<GuestPlaces>()
            .AddSingleton<TestRun>()
            .AddSingleton<IRunMemory, RunMemory>()
            .AddSingleton<ReportView>(ReportBuilder.Build)
            .AddSingleton(provider => new RecordStore(request.Records ?? Path.Combine(request.Output, RunPaths.Records), time))
            .AddSingleton<NetworkFailure>(NetworkDiagnosis.Dooms)
            .AddSingleton(new NixInstallation())
            .AddSingleton<NixClient>()
            .AddSingleton<OptionQuery>()
            .AddSingleton(provider => new ToolVersions(provider.GetRequiredService<ProcessSupervisor>(), time, text => log.Say(text)))
            .AddSingleton<Provisioner>()
            .AddPhases();
    }

    private static IServiceCollection AddPhases(this IServiceCollection services) => services
        .AddSingleton(provider => new KvmTrial(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<AcceleratorCheck>()
        .AddSingleton<IPreflightPhase, PreflightPhase>()
        .AddSingleton<FlakeEvaluator>()
        .AddSingleton<IEvaluatePhase, EvaluatePhase>()
        .AddSingleton<IPhase<EvaluatedHost, BuiltHost>, BuildPhase>()
        .AddSingleton<DiskImages>()
        .AddSingleton<SpaceCheck>()
        .AddSingleton<FreshDisk>()
        .AddSingleton<DiskoVm>()
        .AddSingleton<DirectInstaller>()
        .AddSingleton<DiskInstaller>()
        .AddSingleton<IPhase<BuiltHost, InstalledHost>, InstallPhase>()
        .AddSingleton<VmLauncher>()
        .AddSingleton<IBootPhase, BootPhase>()
        .AddSingleton<IRuntimePhase, RuntimePhase>()
        .AddSingleton<PhaseSet>();
}
