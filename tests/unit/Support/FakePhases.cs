using VmTest.Model;
using VmTest.Nix;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.UnitTests.Support;

/// <summary>Phases that do nothing but note who came, and fail where the test says so. For what holds the phases together.</summary>
internal sealed class FakePhases(params string[] hosts)
    : IPreflightPhase, IEvaluatePhase, IPhase<EvaluatedHost, BuiltHost>, IPhase<BuiltHost, InstalledHost>, IBootPhase, IRuntimePhase
{
    private readonly List<(Phase Phase, string Host)> came = [];

    /// <summary>Called as each host comes into a phase; throws where it does not pass.</summary>
    public Func<Phase, string, Task> OnEnter { get; set; } = (_, _) => Task.CompletedTask;

    public PhaseSet Set => new(this, this, this, this, this, this);

    public IReadOnlyList<(Phase Phase, string Host)> Came
    {
        get
        {
            lock (came)
            {
                return [.. came];
            }
        }
    }

    public static PhaseFailedException Failure(string code, string message) =>
        new(new Finding { Code = code, Origin = FailureOrigin.Configuration, Message = message });

    public async Task<AcceleratorChoice> RunAsync(CancellationToken cancellation)
    {
        await EnterAsync(Phase.Preflight, string.Empty);
        return new AcceleratorChoice(AcceleratorChoice.Tcg, "the test wants it");
    }

    public Task<IReadOnlyList<SelectedHost>> SelectAsync(FlakeUnderTest flake, PhaseLog log, CancellationToken cancellation)
    {
        var locked = new LockedFlake(new FlakeReference(flake.Reference, flake.Reference), new FlakeSource(flake.Reference));
        return Task.FromResult<IReadOnlyList<SelectedHost>>(
            [.. hosts.Select((name, index) => new SelectedHost(name, name, index, locked))]);
    }

    public async Task<EvaluatedHost> RunAsync(SelectedHost host, PhaseLog log, CancellationToken cancellation)
    {
        await EnterAsync(Phase.Evaluate, host.Name);
        return new EvaluatedHost(
            host, new HostEvaluation { ToplevelDrv = "/nix/store/a.drv", Toplevel = "/nix/store/a" }, new HostSettings());
    }

    public async Task<BuiltHost> RunAsync(EvaluatedHost host, PhaseLog log, CancellationToken cancellation)
    {
        await EnterAsync(Phase.Build, host.Name);
        return new BuiltHost(host, "/nix/store/a/bin/run-vm");
    }

    public async Task<InstalledHost> RunAsync(BuiltHost host, PhaseLog log, CancellationToken cancellation)
    {
        await EnterAsync(Phase.Install, host.Name);
        return new InstalledHost(host, new VmProgram("/bin/false", "/", new Dictionary<string, string?>(), new Version(8, 0)));
    }

    /// <summary>Never passes: there is no machine.</summary>
    public async Task<BootedHost> RunAsync(InstalledHost host, AcceleratorChoice accelerator, CancellationToken cancellation)
    {
        await EnterAsync(Phase.Boot, host.Name);
        throw Failure(FailureCodes.QemuFailed, $"There is no machine for {host.Name}.");
    }

    public Task RunAsync(BootedHost host, CancellationToken cancellation) => EnterAsync(Phase.Runtime, host.Host.Name);

    public Task CompleteAsync(BootedHost host, bool passed, CancellationToken cancellation) => Task.CompletedTask;

    private async Task EnterAsync(Phase phase, string host)
    {
        lock (came)
        {
            came.Add((phase, host));
        }

        await OnEnter(phase, host);
    }
}
