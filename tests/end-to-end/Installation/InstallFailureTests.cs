using System.Diagnostics;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>Installations that fail, each in its own step, and never as a build.</summary>
public sealed class InstallFailureTests
{
    [Test]
    public async Task Every_step_that_fails_has_a_code_of_its_own_and_the_words_of_its_program()
    {
        using var workplace = new Workplace().WithHosts(
            InstallModules.New("partition", "virtualisation.bootSize = 4096;"),
            InstallModules.New("filesystem", "fileSystems.\"/\".fsType = \"nofs\";"),
            InstallModules.New(
                "bootloader", "boot.loader.systemd-boot.extraInstallCommands = \"echo no room for the loader >&2; exit 1\";"),
            InstallModules.New("small", "virtualisation.diskSize = 80;"));

        var result = await Host.RunAsync(workplace, "--target=Install", "--install=disk", "--accel=tcg", "--jobs=2");

        var report = result.Expect(40, "failure", "install");
        var failures = report["failures"]!.ToDictionary(failure => failure.Value<string>("host")!);
        using (Assert.EnterMultipleScope())
        {
            Expect(failures["partition"], "install.partition", "Failed to add #2 partition");
            Expect(failures["filesystem"], "install.filesystem", "mkfs.nofs");
            Expect(failures["bootloader"], "install.bootloader", "no room for the loader");
            Expect(failures["small"], "install.disk-full", "Could not allocate");
            Assert.That(failures["small"].Value<string>("message"), Does.Contain("too small").And.Contain("Could not allocate"));
            Assert.That(failures["small"].Value<string>("hint"), Does.Contain("virtualisation.diskSize"));
            Assert.That(
                report["phases"]!.Single(phase => phase.Value<string>("name") == "build").Value<string>("status"), Is.EqualTo("passed"));
        }
    }

    [Test]
    public async Task A_closure_with_a_missing_path_fails_in_the_copy()
    {
        using var workplace = new Workplace().WithHosts(InstallModules.New("incomplete"));
        (await Host.RunAsync(workplace, "--target=BuildVm", "--install=disk", "--accel=tcg")).Expect(0, "success", failedPhase: null);
        var system = JObject.Parse(
            File.ReadAllText(Path.Combine(workplace.LatestRun, "report.json")))["hosts"]![0]!["system"]!.Value<string>("toplevel")!;
        var missing = new FileInfo(Path.Combine(system, "etc")).LinkTarget!;

        Shell.Run("/bin/sh", "-c", "chmod -R u+w \"$0\" && rm -r \"$0\"", missing);
        try
        {
            var result = await Host.RunAsync(workplace, "--target=Install", "--install=disk", "--accel=tcg");

            Expect(result.Expect(40, "failure", "install")["failures"]!.Single(), "install.copy", missing);
        }
        finally
        {
            // Nix still believes that the damaged system is there.
            Shell.Run("nix-store", "--delete", "--ignore-liveness", system, missing);
        }
    }

    [Test]
    public async Task A_host_without_a_way_onto_a_disk_says_why_at_once_and_names_the_way_that_is_left()
    {
        using var workplace = new Workplace().WithHosts(InstallModules.New("loaderless", "boot.loader.systemd-boot.enable = false;"));

        var result = await Host.RunAsync(workplace, "--target=Install", "--install=disk", "--accel=tcg");

        var report = result.Expect(40, "failure", "install");
        var failure = report["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("install.unsupported"));
            Assert.That(failure.Value<string>("message"), Does.Contain("no boot loader"));
            Assert.That(failure.Value<string>("hint"), Does.Contain("--install=direct"));
            Assert.That(report["warnings"]!.Single().Value<string>("phase"), Is.EqualTo("evaluate"));
        }
    }

    [Test]
    public async Task An_image_builder_that_needs_what_this_machine_lacks_is_told_with_the_way_that_is_left()
    {
        // As NixOS's and disko's image builders need KVM; this machine may well have that.
        using var workplace = new Workplace().WithFlake(InstallModules.StandIn("demanding",
            "vmWithBootLoader = pkgs.runCommand \"nixos-vm\" { requiredSystemFeatures = [ \"a-feature-that-no-machine-has\" ]; } \"\";"));

        var result = await Host.RunAsync(workplace, "--target=Install", "--install=disk", "--accel=tcg");

        var failure = result.Expect(40, "failure", "install")["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("install.other"));
            Assert.That(failure.Value<string>("origin"), Is.EqualTo("environment"));
            Assert.That(failure.Value<string>("message"), Does.Contain("a-feature-that-no-machine-has"));
            Assert.That(failure.Value<string>("hint"), Does.Contain("--install=direct"));
        }
    }

    [Test]
    public async Task Too_little_space_is_told_before_anything_is_installed()
    {
        using var workplace = new Workplace();
        var fill = Path.Combine(workplace.Temporary, "fill");
        workplace.WithFlake(
            InstallModules.StandIn("hungry",
                "toplevel = pkgs.runCommand \"nixos-system-hungry\" { base = guest.config.system.build.toplevel; } \"fallocate -l 2100M "
                    + fill + "; cp -a $base $out\";"));
        if (Call("mount", "-t", "tmpfs", "-o", "size=2300M,mode=1777", "tmpfs", workplace.Temporary) != 0)
        {
            Assert.Ignore("this machine lets the tests mount nothing");
        }

        try
        {
            // There is enough of it at first; the build leaves too little.
            var result = await Host.RunAsync(workplace, "--target=Install", "--install=disk", "--accel=tcg");

            Assert.That(result.ExitCode, Is.EqualTo(40), result.Output + result.Error);
            var report = result.Report;
            var failure = report["failures"]!.Single();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.disk-space"));
                Assert.That(failure.Value<string>("phase"), Is.EqualTo("install"));
                Assert.That(report["hosts"]![0]!["install"]!["forecast"]!.Value<bool>("suffices"), Is.False);
                Assert.That(report["hosts"]![0]!["install"]!["steps"], Is.Empty);
            }
        }
        finally
        {
            Call("umount", "-l", workplace.Temporary);
        }
    }

    private static void Expect(JToken failure, string code, string words)
    {
        Assert.That(failure.Value<string>("code"), Is.EqualTo(code));
        Assert.That(failure.Value<string>("phase"), Is.EqualTo("install"));
        Assert.That(failure["excerpt"]!.Values<string>(), Has.Some.Contain(words));
        Assert.That(failure["log"]!.Value<string>("path"), Does.EndWith("/install.log"));
    }

    private static int Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
