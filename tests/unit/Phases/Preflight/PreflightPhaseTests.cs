using Microsoft.Extensions.DependencyInjection;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Phases.Preflight;

/// <summary>With small programs in place of Nix and QEMU, for the versions that this machine does not have.</summary>
[NonParallelizable]
public sealed class PreflightPhaseTests
{
    private readonly ProgramFolder programs = new();
    private readonly TemporaryFolder folder = new();
    private readonly SaidLog log = new();
    private ServiceProvider? services;

    public PreflightPhaseTests()
    {
        programs.Add("nix", "echo 'nix (Nix) 2.24.9'");
        programs.Add("qemu-system-x86_64", "echo 'QEMU emulator version 9.1.2'");
    }

    [TearDown]
    public void Close()
    {
        services?.GetRequiredService<RunResources>().Clean(TimeSpan.Zero);
        services?.GetRequiredService<RunResources>().Retire();
        services?.Dispose();
        programs.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task A_machine_that_has_everything_says_what_it_has()
    {
        var accelerator = await RunAsync();

        Assert.That(accelerator.Name, Is.EqualTo(AcceleratorChoice.Tcg));
        Assert.That(log.Lines, Does.Contain("nix 2.24.9, qemu 9.1.2"));
        var machine = services!.GetRequiredService<RunRecord>().Snapshot().OfType<MachineInspected>().Single().Machine;
        Assert.That((machine.Nix, machine.Qemu), Is.EqualTo(("2.24.9", "9.1.2")));
    }

    [TestCase("nix (Nix) 2.7.0", "Nix 2.7.0 is too old: VmTest needs 2.8 or newer.")]
    [TestCase("nix (Nix) 2.3.16", "Nix 2.3.16 is too old: VmTest needs 2.8 or newer.")]
    public void A_Nix_without_what_is_used_here_is_too_old(string version, string message)
    {
        programs.Add("nix", $"echo '{version}'");

        var failed = Refused();

        Assert.That((failed.Single().Code, failed.Single().Message), Is.EqualTo((FailureCodes.ToolTooOld, message)));
    }

    [Test]
    public async Task A_Nix_of_another_maker_is_asked_by_its_version_alone()
    {
        programs.Add("nix", "echo 'nix (Lix, like Nix) 2.93.0'");

        await RunAsync();

        Assert.That(log.Lines, Does.Contain("nix 2.93.0, qemu 9.1.2"));
    }

    [Test]
    public void Everything_that_is_missing_is_named_at_once()
    {
        programs.Add("nix", "echo 'nix (Nix) 2.3.16'");

        var failed = Refused(request => request with { MemoryMiB = int.MaxValue });

        Assert.That(failed.Select(each => each.Code), Is.EqualTo(new[] { FailureCodes.ToolTooOld, FailureCodes.Memory }));
        Assert.That(failed[1].Message, Does.EndWith("are needed for one machine."));
        Assert.That(failed, Has.All.Property(nameof(Finding.Origin)).EqualTo(FailureOrigin.Environment));
    }

    private List<Finding> Refused(Func<RunRequest, RunRequest>? adjust = null) =>
        [.. Assert.ThrowsAsync<PhaseFailedException>(() => RunAsync(adjust))!.Findings];

    private async Task<AcceleratorChoice> RunAsync(Func<RunRequest, RunRequest>? adjust = null)
    {
        var request = new RunRequest
        {
            Target = "CheckKvm",
            Phases = [Phase.Preflight],
            BootTimeout = TimeSpan.FromMinutes(1),
            Output = folder.Path,
            Accelerator = Accelerator.Tcg,
        };
        services = new ServiceCollection()
            .AddRun(adjust?.Invoke(request) ?? request, log, new RunStop(() => null, CancellationToken.None), TimeProvider.System)
            .BuildServiceProvider();
        services.GetRequiredService<RunRecord>().Begin(EventLog.InMemory(TimeProvider.System));
        return await services.GetRequiredService<IPreflightPhase>().RunAsync(CancellationToken.None);
    }
}
