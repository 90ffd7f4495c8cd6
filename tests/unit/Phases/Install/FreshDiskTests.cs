using VmTest.Model;
using VmTest.Nix;
using VmTest.Phases.Install;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Phases.Install;

/// <summary>With small scripts in place of the VM's own: what they do with the variables is what a NixOS script does.</summary>
public sealed class FreshDiskTests
{
    private readonly TemporaryFolder folder = new();
    private readonly SaidLog log = new();
    private RunDirectory? directory;

    [TearDown]
    public void Close()
    {
        directory?.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task The_script_makes_the_disk_where_it_is_told_and_says_QEMUs_version()
    {
        var vm = await MakeAsync("head -c 1048576 /dev/zero > \"$NIX_DISK_IMAGE\"", "echo \"QEMU emulator version 9.0.2 $*\"");

        Assert.That(vm.QemuVersion, Is.EqualTo(new Version(9, 0, 2)));
        Assert.That(new FileInfo(Path.Combine(vm.Folder, RunPaths.DiskImage)).Length, Is.EqualTo(1 << 20));
        Assert.That(log.Lines, Does.Contain("fresh disk of 1.0 MiB, QEMU 9.0.2"));
    }

    [Test]
    public async Task Every_file_of_the_machine_lies_in_its_own_folder_and_its_network_is_cut_off()
    {
        var vm = await MakeAsync("echo \"QEMU emulator version 9.0.2\"");

        var paths = vm.Environment.Where(entry => entry.Value!.StartsWith('/')).Select(entry => entry.Value!).ToList();
        Assert.That(paths, Has.Count.EqualTo(5));
        Assert.That(paths, Has.All.StartsWith(vm.Folder + "/"));
        Assert.That(vm.Environment["QEMU_NET_OPTS"], Is.EqualTo("restrict=on"));
    }

    [Test]
    public async Task With_the_network_of_the_user_nothing_is_cut_off() =>
        Assert.That(
            (await MakeAsync(NetworkMode.User, "echo \"QEMU emulator version 9.0.2\"")).Environment["QEMU_NET_OPTS"], Is.Empty);

    [TestCase("echo 'QEMU emulator version 5.2.0'", FailureCodes.ToolTooOld, "The QEMU of this VM, 5.2.0, is too old: VmTest needs 6.0 or newer.")]
    [TestCase("echo 'sh: 3: qemu-img: not found' >&2; exit 127", FailureCodes.ToolMissing, "This machine lacks qemu-img, which the VM of web starts.")]
    [TestCase("echo 'cp: error writing: No space left on device' >&2; exit 1", FailureCodes.InstallDiskFull, "The disk of web could not be made: no space is left on this machine.")]
    [TestCase("echo odd >&2; exit 3", FailureCodes.InstallOther, "The disk of web could not be made: the VM's script ended with exit code 3.")]
    [TestCase("exit 0", FailureCodes.InstallOther, "The disk of web could not be made: the VM's script ended with exit code 0.")]
    public void A_script_that_fails_is_named_by_what_it_says(string script, string code, string message)
    {
        var failed = Assert.ThrowsAsync<PhaseFailedException>(() => MakeAsync(script))!.Findings.Single();

        Assert.That((failed.Code, failed.Message), Is.EqualTo((code, message)));
    }

    [Test]
    public void A_host_that_cannot_be_installed_says_why_and_what_else_there_is()
    {
        var plan = new DiskPlan { Reason = "its configuration has no boot loader" };

        var finding = InstallPlans.Impossible("web", plan);

        Assert.That(finding.Message, Is.EqualTo("web cannot be installed on a disk: its configuration has no boot loader."));
        Assert.That(finding.Hint, Does.StartWith("Add --install=direct"));
    }

    private Task<VmProgram> MakeAsync(params string[] script) => MakeAsync(NetworkMode.None, script);

    private async Task<VmProgram> MakeAsync(NetworkMode network, params string[] script)
    {
        directory = new RunDirectory("20261123-074512-disk", folder.Below("out"), folder.Below("runs"));
        var program = folder.Write("run-vm", string.Join('\n', ["#!/bin/sh", .. script, string.Empty]));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var request = new RunRequest
        {
            Target = "Install",
            Phases = [],
            BootTimeout = TimeSpan.FromMinutes(1),
            Output = folder.Below("out"),
            Network = network,
        };
        var locked = new LockedFlake(new FlakeReference(folder.Path, folder.Path), new FlakeSource(folder.Path));
        var evaluation = new HostEvaluation { ToplevelDrv = "/nix/store/a.drv", Toplevel = "/nix/store/a" };
        var host = new BuiltHost(new EvaluatedHost(new SelectedHost("web", "web", 0, locked), evaluation, new HostSettings()), program);
        var fresh = new FreshDisk(request, directory, new ProcessSupervisor(directory, TimeProvider.System), log);
        await using var nothing = new PhaseLog(null, null, "web/install.log");
        return await new DirectInstaller(fresh, log).InstallAsync(host, nothing, CancellationToken.None);
    }
}
