using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>Hosts that are installed on an empty disk and start from it.</summary>
public sealed class InstalledHostTests
{
    [Test]
    public async Task A_host_is_installed_and_starts_through_its_own_firmware_and_boot_loader_each_time_on_a_fresh_disk()
    {
        using var workplace = new Workplace().WithHosts(InstallModules.Fresh("installed"));

        var report = (await Host.RunAsync(workplace, "--install=disk", "--accel=tcg")).Expect(0, "success", failedPhase: null);
        var folder = Path.Combine(workplace.LatestRun, "installed");
        // An emulated serial port loses a character now and then, the journal none.
        var journal = File.ReadAllText(Path.Combine(folder, "journal.jsonl"));
        var again = (await Host.RunAsync(workplace, "--install=disk", "--accel=tcg")).Expect(0, "success", failedPhase: null);

        var host = report["hosts"]!.Single();
        var install = host["install"]!;
        var boot = host["boot"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(install.Value<string>("mode"), Is.EqualTo("disk"));
            Assert.That(install.Value<string>("strategy"), Is.EqualTo("vm-with-boot-loader"));
            Assert.That(install.Value<string>("loader"), Is.EqualTo("systemd-boot"));
            Assert.That(install.Value<bool>("reused"), Is.False);
            Assert.That(install["steps"]!.Select(step => step.Value<string>("step")).Distinct(),
                Is.EqualTo(new[] { "partition", "format", "copy", "boot-loader" }));
            Assert.That(install["forecast"]!.Value<long>("closureBytes"), Is.GreaterThan(10 << 20));
            Assert.That(install["forecast"]!.Value<long>("freeBytes"), Is.GreaterThan(install["forecast"]!.Value<long>("neededBytes")));
            Assert.That(install.Value<long>("diskBytes"), Is.EqualTo(1L << 30));
            Assert.That(install.Value<long>("imageBytes"), Is.InRange(10 << 20, 200 << 20), "the image is sparse");
            Assert.That(install["adjustments"], Is.Empty, "the installed system is what ships");
            Assert.That(
                File.ReadAllText(Path.Combine(folder, "install.log")), Does.Contain("nixos-disk-image> installing the boot loader"));
            Assert.That(File.ReadAllText(Path.Combine(folder, "nix.log")), Does.Not.Contain("nixos-disk-image> "));

            // What the guest says of its start.
            Assert.That(boot.Value<string>("firmware"), Is.EqualTo("uefi"));
            Assert.That(boot.Value<string>("loaderEntry"), Is.EqualTo("nixos-generation-1.conf"));
            Assert.That(boot["milestones"]!.Select(milestone => milestone.Value<string>("name")),
                Is.SupersetOf(new[] { "firmware", "loader", "kernel", "userspace" }));
            Assert.That(journal, Does.Contain("/dev/vda2 / ext4").And.Match(
                @"initrd=\\\\EFI\\\\nixos\\\\\S+ init=/nix/store/\S+ .*console=tty0 console=ttyS0,115200n8"));

            Assert.That(again["hosts"]![0]!["install"]!.Value<bool>("reused"), Is.True);
            Assert.That(again["hosts"]![0]!["install"]!["steps"], Is.Empty);
            Assert.That(InstallTime(again), Is.LessThan(InstallTime(report)));
        }
    }

    [Test]
    public async Task Disks_of_disko_start_without_anything_from_outside()
    {
        using var workplace = new Workplace().WithFlake(InstallModules.Disko);

        var report = (await Host.RunAsync(workplace, "--install=disk", "--accel=tcg")).Expect(0, "success", failedPhase: null);

        var host = report["hosts"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host["install"]!.Value<string>("strategy"), Is.EqualTo("disko"));
            Assert.That(host["install"]!["steps"]!.Select(step => step.Value<string>("step")), Does.Contain("partition"));
            Assert.That(host["boot"]!.Value<string>("loaderEntry"), Is.EqualTo("nixos-generation-1.conf"));
        }
    }

    [Test]
    public async Task A_boot_loader_that_takes_nothing_from_outside_gets_the_console_installed_and_the_report_says_so()
    {
        // The real systemd-boot 252 and systemd 252.
        using var workplace = new Workplace().WithFlake($$"""
            {
              inputs.guest.url = "path:{{Repository.Old}}";
              outputs = { guest, ... }: { nixosConfigurations.old = guest.lib.guestSystem { modules = [ {{InstallModules.New("old")
                  .Module}} {{Modules.Lean}} ]; }; };
            }
            """);

        var report = (await Host.RunAsync(workplace, "--install=disk", "--accel=tcg")).Expect(0, "success", failedPhase: null);

        var host = report["hosts"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report["warnings"], Is.Empty, "the probe is installed too");
            Assert.That(host["install"]!["adjustments"]!.Single().Value<string>(), Does.Contain("console=ttyS0"));
            Assert.That(host["boot"]!["milestones"]!.Select(milestone => milestone.Value<string>("name")), Does.Contain("userspace"));
            Assert.That(host["boot"]!.Value<string>("loaderEntry"), Is.EqualTo("nixos-generation-1.conf"));
        }
    }

    private static long InstallTime(JObject report) =>
        report["phases"]!.Single(phase => phase.Value<string>("name") == "install").Value<long>("durationMs");
}
