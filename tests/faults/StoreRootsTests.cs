namespace VmTest.FaultTests;

public sealed class StoreRootsTests
{
    [Test]
    public async Task What_a_run_has_built_is_kept_from_the_garbage_collector_until_the_run_is_over()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        using var host = Host.Start(workplace, "--accel=tcg");
        await host.PhaseBegunAsync("boot");

        var roots = Roots(workplace);
        host.Signal(Host.Terminate);
        (await host.EndAsync()).Expect(128 + Host.Terminate, "cancelled", failedPhase: null);

        Assert.That(roots, Is.Not.Empty.And.All.Contains("/nix/store/"));
        Assert.That(Roots(workplace), Is.Empty);
    }

    private static List<string> Roots(Workplace workplace) =>
        [.. Shell.Run("/usr/bin/nix-store", "--gc", "--print-roots").Split('\n').Where(
            line => line.Contains($"{workplace.Temporary}/", StringComparison.Ordinal)
                && line.Contains("/roots/", StringComparison.Ordinal))];
}
