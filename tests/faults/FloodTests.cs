namespace VmTest.FaultTests;

/// <summary>VMs that have very much to say.</summary>
public sealed class FloodTests
{
    [TestCase("flood-console")]
    [TestCase("flood-failures")]
    [TestCase("flood-journal")]
    [TestCase("flood-events")]
    public async Task A_VM_that_floods_one_of_its_channels_takes_little_memory(string role)
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        var folder = Path.GetDirectoryName(workplace.Flake)!;
        using var host = Host.Start(workplace, FakePrograms.Qemu(workplace, role, folder), "--target=BootWatch", "--accel=tcg");
        await host.PhaseBegunAsync("boot");
        await host.MakesAsync(Path.Combine(folder, "enough"));
        var peak = PeakMemory.Of(host.Id);
        await TestContext.Out.WriteLineAsync($"peak memory {peak >> 20} MiB");

        host.Signal(Host.Terminate);
        var result = await host.EndAsync();

        result.Expect(128 + Host.Terminate, "cancelled", failedPhase: null);
        Assert.That(peak, Is.InRange(1, PeakMemory.Limit));
    }
}
