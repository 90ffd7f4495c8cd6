using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>Hosts whose installation was in order, and that do not start: a failure of the boot.</summary>
public sealed class InstalledBootFailureTests
{
    [Test]
    public async Task A_loader_entry_that_points_nowhere_is_the_boot_loaders_failure()
    {
        using var workplace = new Workplace().WithHosts(InstallModules.New("nowhere",
            "boot.loader.systemd-boot.extraInstallCommands = \"sed -i 's|^linux .*|linux /EFI/nixos/gone.efi|' loader/entries/*.conf\";"));

        var result = await Host.RunAsync(workplace, "--install=disk", "--accel=tcg", "--boot-timeout=120");

        var failure = result.Expect(50, "failure", "boot")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.bootloader"));
        Assert.That(failure.Value<string>("message"), Does.Contain("has no entry that it can start"));
    }

    [Test]
    public async Task A_disk_that_was_overwritten_after_its_installation_has_nothing_to_boot()
    {
        using var workplace = new Workplace().WithFlake(InstallModules.Corrupted);

        var result = await Host.RunAsync(workplace, "--install=disk", "--accel=tcg", "--boot-timeout=120");

        Assert.That(result.Expect(50, "failure", "boot")["failures"]!.Single().Value<string>("code"), Is.EqualTo("boot.firmware"));
    }
}
