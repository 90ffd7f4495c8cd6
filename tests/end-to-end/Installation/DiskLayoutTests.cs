using System.Text;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>
/// GRUB on BIOS and UEFI disks, btrfs and ext4, swap, several file systems, LUKS, an initrd of systemd: installed and booted from
/// the disk, and each failing once in its own way.
/// </summary>
public sealed class DiskLayoutTests
{
    private const string NoKernel = "boot.loader.grub = { enable = true; device = \"nodev\"; efiSupport = true;"
        + " extraInstallCommands = \"rm kernels/*-bzImage\"; };";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Test]
    public async Task GRUB_for_BIOS_and_UEFI_btrfs_swap_separate_file_systems_and_LUKS_are_installed_and_boot()
    {
        using var workplace = new Workplace { Patience = Patience }.WithHosts(Repository.Luks,
            DiskLayouts.Showing("bios", DiskLayouts.Bios), DiskLayouts.Showing("uefi", DiskLayouts.Uefi));

        var report = (await Run(workplace, DiskLayouts.Passphrase)).Expect(0, "success", failedPhase: null);

        var hosts = report["hosts"]!.ToDictionary(host => host.Value<string>("name")!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(hosts["bios"]["install"]!.Value<string>("strategy"), Is.EqualTo("disko"));
            Assert.That(hosts["uefi"]["install"]!.Value<string>("strategy"), Is.EqualTo("vm-with-boot-loader"));
            Assert.That(hosts.Values.Select(host => host["install"]!.Value<string>("loader")), Is.All.EqualTo("grub"));
            Assert.That(hosts["bios"]["boot"]!.Value<string>("firmware"), Is.EqualTo("bios"));
            Assert.That(hosts["uefi"]["boot"]!.Value<string>("firmware"), Is.EqualTo("uefi"));
            Assert.That(Milestones(hosts["bios"]), Is.SupersetOf(new[] { "firmware", "loader" }), "a BIOS is on the serial console, too");
            Assert.That(Milestones(hosts["uefi"]), Is.SupersetOf(new[] { "firmware", "loader", "initrd" }));
            // An emulated serial port loses a character now and then, the journal none.
            Assert.That(Journal(workplace, "bios"), Does.Match(@"/dev/vda2 / btrfs [^""]*subvol=/root[ ,]")
                .And.Match(@"/dev/vda2 /var/log btrfs [^""]*subvol=/log[ ,]").And.Contain("/dev/vda3 /home ext4").And.Match(@"/dev/vda4\s+partition"));
            Assert.That(Journal(workplace, "uefi"), Does.Contain("/dev/mapper/cryptroot / ext4").And.Contain("/dev/vda3 /nix ext4")
                .And.Contain("/dev/vda1 /boot vfat"));
            Assert.That(Directory.EnumerateFiles(workplace.Output, "*", SearchOption.AllDirectories)
                .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes("layout of")) >= 0), Is.Empty);
        }
    }

    [Test]
    public async Task Loaders_without_their_files_and_roots_that_cannot_be_mounted_end_the_boot_by_what_they_say()
    {
        using var workplace = new Workplace { Patience = Patience }.WithHosts(Repository.Luks,
            DiskLayouts.Host("rescue", DiskLayouts.Bios.Replace(
                "device = \"/dev/vda\"; };", "device = \"/dev/vda\"; extraInstallCommands = \"rm grub/i386-pc/normal.mod\"; };",
                StringComparison.Ordinal)),
            DiskLayouts.Host("kernelless", NoKernel),
            DiskLayouts.Host("subvolume", DiskLayouts.Bios + "boot.kernelParams = [ \"rootflags=subvol=gone\" ];"),
            DiskLayouts.Host("rootless", "boot.initrd.systemd.enable = true; fileSystems.\"/\" = { device = \"" + DiskLayouts.MissingRoot
                + "\"; options = [ \"x-systemd.device-timeout=5s\" ]; };"));

        var failures = Failures(await Run(workplace, passphrase: null));

        using (Assert.EnterMultipleScope())
        {
            Expect(failures["rescue"], "boot.bootloader", "/boot/grub/i386-pc/normal.mod' not found");
            Assert.That(failures["rescue"].Value<string>("hint"), Does.Contain("modules"));
            Expect(failures["kernelless"], "boot.bootloader", "-bzImage' not found");
            Expect(failures["subvolume"], "boot.initrd", "could not mount /dev/vda2, which is there", "No such file or directory");
            Assert.That(failures["subvolume"].Value<string>("hint"), Does.Contain("subvol="));
            // Its name is cut where the initrd's journal has begun before the device was given up.
            Expect(failures["rootless"], "boot.root-device", "1d5c2e-7a4f-4c59-9a37-6f2c54a1e9d0");
            Assert.That(failures["rootless"]["subject"]!.Value<string>("kind"), Is.EqualTo("device"));
        }
    }

    [Test]
    public async Task Swap_that_is_not_there_a_home_of_an_unknown_type_and_a_wrong_passphrase_are_named()
    {
        using var workplace = new Workplace { Patience = Patience }.WithHosts(Repository.Luks,
            DiskLayouts.Host("swapless",
                "swapDevices = [ { device = \"" + DiskLayouts.MissingSwap + "\"; options = [ \"x-systemd.device-timeout=5s\" ]; } ];"),
            DiskLayouts.Host("homeless", "fileSystems.\"/home\" = { device = \"/dev/disk/by-label/nixos\"; fsType = \"zzfs\"; };"),
            DiskLayouts.Host("locked", DiskLayouts.Uefi));

        var result = await Run(workplace, "another passphrase");
        var failures = Failures(result);

        using (Assert.EnterMultipleScope())
        {
            Expect(failures["swapless"], "runtime.dependency-failed", DiskLayouts.MissingSwap);
            Assert.That(failures["swapless"].Value<string>("origin"), Is.EqualTo("vm"));
            Assert.That(result.Report["failures"]!.Where(failure => failure.Value<string>("host") == "swapless")
                .Select(failure => failure["subject"]!.Value<string>("name")), Has.Some.EndsWith(".swap"));
            // What mount says is in it where the journal was faster than the console.
            Expect(failures["homeless"], "boot.emergency", "home.mount failed");
            Assert.That(failures["homeless"]["location"]!.Value<string>("file"), Is.EqualTo("homeless.nix"));
            Expect(failures["locked"], "boot.passphrase", "does not open cryptroot of locked");
        }
    }

    [Test]
    public async Task An_image_builder_that_installs_below_folders_of_others_can_and_a_closed_folder_is_not_the_configurations_fault()
    {
        using var workplace = new Workplace().WithHosts(
            InstallModules.New("open", DiskLayouts.InstallRule("755")), InstallModules.New("closed", DiskLayouts.InstallRule("700")));

        var result = await Host.RunAsync(workplace, "--target=Install", "--install=disk", "--accel=tcg", "--jobs=2");

        var report = result.Expect(40, "failure", "install");
        var failure = report["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("host"), Is.EqualTo("closed"));
            Assert.That(failure.Value<string>("code"), Is.EqualTo("install.other"));
            Assert.That(failure.Value<string>("origin"), Is.EqualTo("environment"));
            Assert.That(failure.Value<string>("message"), Does.Contain("nixos-install refuses to install below"));
            Assert.That(failure.Value<string>("hint"), Does.Contain("sandbox"));
        }
    }

    private static Task<HostResult> Run(Workplace workplace, string? passphrase) => Host.RunAsync(workplace,
        ["--install=disk", "--accel=tcg", "--jobs=2", "--boot-timeout=300",
            .. passphrase is null ? [] : (string[])[$"--passphrase-file={DiskLayouts.PassphraseFile(workplace, passphrase)}"]]);

    /// <summary>The first of each host.</summary>
    private static Dictionary<string, JToken> Failures(HostResult result) => result.Expect(50, "failure", "boot")["failures"]!
        .GroupBy(failure => failure.Value<string>("host")!).ToDictionary(group => group.Key, group => group.First());

    private static void Expect(JToken failure, string code, params string[] words)
    {
        Assert.That(failure.Value<string>("code"), Is.EqualTo(code));
        foreach (var word in words)
        {
            Assert.That(failure.Value<string>("message"), Does.Contain(word));
        }
    }

    private static IEnumerable<string?> Milestones(JToken host) =>
        host["boot"]!["milestones"]!.Select(milestone => milestone.Value<string>("name"));

    private static string Journal(Workplace workplace, string host) =>
        File.ReadAllText(Path.Combine(workplace.LatestRun, host, "journal.jsonl"));
}
