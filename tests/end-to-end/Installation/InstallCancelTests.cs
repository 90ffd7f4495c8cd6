using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>A run that is ended in the middle of an installation leaves nothing.</summary>
public sealed class InstallCancelTests
{
    private const string Never = "boot.loader.systemd-boot.extraInstallCommands = \"sleep 600\";";

    [TestCase(Host.Terminate)]
    [TestCase(Host.Kill)]
    public async Task A_signal_in_the_middle_of_an_installation_leaves_nothing(int signal)
    {
        using var workplace = new Workplace().WithHosts(InstallModules.New("endless", Never));
        using var host = Host.Start(workplace, "--install=disk", "--accel=tcg");
        await host.SaysAsync("installing the boot loader");

        host.Signal(signal);
        var result = await host.EndAsync();
        if (signal == Host.Kill)
        {
            Assert.That((await Host.RunAsync(workplace, "--target=Teardown")).ExitCode, Is.Zero);
        }

        var failure = (result with { ExitCode = 128 + signal }).Expect(128 + signal, "cancelled", failedPhase: null)["failures"]![0]!;
        Assert.That(failure.Value<string>("phase"), Is.EqualTo("install"));
    }
}
