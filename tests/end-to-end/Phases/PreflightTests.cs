using System.Diagnostics;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class PreflightTests
{
    private const string Kvm = "/dev/kvm";

    [Test]
    public async Task Kvm_that_cannot_run_guests_stops_the_run_at_once()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        var watch = Stopwatch.StartNew();

        var result = await Host.RunAsync(workplace, "--accel=kvm");

        if (result.ExitCode == 0)
        {
            Assert.Ignore("this machine's KVM works, so that it fails cannot be shown here");
        }

        var expected = !File.Exists(Kvm) ? "environment.kvm-missing" : MayOpen(Kvm) ? "environment.kvm-unusable" : "environment.kvm-denied";
        var failure = result.Expect(10, "failure", "preflight")["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(3)));
            Assert.That(failure.Value<string>("code"), Is.EqualTo(expected));
            Assert.That(failure.Value<string>("hint"), Does.Contain("--accel=tcg"));
        }
    }

    [Test]
    public async Task Auto_says_which_accelerator_it_took_and_why()
    {
        using var workplace = new Workplace();

        var result = await Host.RunAsync(workplace, "--target=CheckKvm", "--accel=auto");

        var machine = result.Expect(0, "success", failedPhase: null)["run"]!["machine"]!;
        Assert.That(machine.Value<string>("accelerator"), Is.AnyOf("kvm", "tcg"));
        Assert.That(result.Output,
            Does.Contain($"accelerator {machine.Value<string>("accelerator")}: {machine.Value<string>("acceleratorReason")}"));
    }

    [Test]
    public async Task Kvm_that_this_user_may_not_open_is_denied_with_the_rule_that_opens_it()
    {
        if (Environment.UserName != "root" || !File.Exists(Kvm) || (File.GetUnixFileMode(Kvm) & UnixFileMode.OtherRead) != 0)
        {
            Assert.Ignore("needs root, who can become somebody else, and a KVM device that not everyone may open");
        }

        using var workplace = new Workplace();
        using var open = new OpenFolders(workplace.Flake);

        using var process = Process.Start(new ProcessStartInfo("setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", Repository.Host, "--target=CheckKvm", $"--output={workplace.Output}"])
        {
            WorkingDirectory = workplace.Flake,
            Environment = { ["TMPDIR"] = workplace.Temporary, ["HOME"] = workplace.Temporary },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        var failure = new HostResult(process.ExitCode, output, string.Empty, workplace).Expect(10, "failure", "preflight")["failures"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.kvm-denied"));
            Assert.That(failure.Value<string>("message"), Does.Contain("nobody").And.Contain("root:"));
            Assert.That(failure.Value<string>("hint"), Does.Contain("99-kvm4all.rules"));
        }
    }

    [Test]
    public async Task Without_nix_preflight_names_the_command_that_installs_it()
    {
        using var workplace = new Workplace();
        var programs = Directory.CreateDirectory(Path.Combine(workplace.Flake, "bin")).FullName;
        foreach (var program in Directory.EnumerateFiles("/usr/bin").Where(
            path => !Path.GetFileName(path).StartsWith("nix", StringComparison.Ordinal)))
        {
            File.CreateSymbolicLink(Path.Combine(programs, Path.GetFileName(program)), program);
        }

        var result = await Host.RunAsync(
            workplace, new Dictionary<string, string?> { ["PATH"] = programs }, "--target=CheckKvm", "--accel=tcg");

        var failure = result.Expect(10, "failure", "preflight")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("environment.tool-missing"));
        Assert.That(failure.Value<string>("hint"), Does.Contain("sudo apt-get install --yes --no-install-recommends nix-bin"));
    }

    [Test]
    public async Task With_provision_what_is_missing_is_installed_aloud()
    {
        if (Environment.UserName != "root")
        {
            Assert.Ignore("needs root: for anybody else the package manager is called through the real sudo");
        }

        using var workplace = new Workplace();
        var programs = Directory.CreateDirectory(Path.Combine(workplace.Flake, "bin")).FullName;
        foreach (var program in Directory.EnumerateFiles("/usr/bin").Where(
            path => !Path.GetFileName(path).StartsWith("nix", StringComparison.Ordinal) && Path.GetFileName(path) != "apt-get"))
        {
            File.CreateSymbolicLink(Path.Combine(programs, Path.GetFileName(program)), program);
        }

        // A stand-in for the package manager: taking programs off the machine that runs the tests is no option.
        var calls = Path.Combine(workplace.Flake, "calls");
        File.WriteAllText(Path.Combine(programs, "apt-get"),
            $"#!/bin/sh\necho \"$@\" >>{calls}\n[ \"$1\" != install ] || ln -s /usr/bin/nix {programs}/nix\n");
        File.SetUnixFileMode(Path.Combine(programs, "apt-get"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await Host.RunAsync(
            workplace, new Dictionary<string, string?> { ["PATH"] = programs }, "--target=CheckKvm", "--accel=tcg", "--provision");

        result.Expect(0, "success", failedPhase: null);
        Assert.That(File.ReadAllLines(calls), Is.EqualTo(new[] { "update", "install --yes --no-install-recommends nix-bin" }));
        Assert.That(result.Output, Does.Contain("installing nix-bin with apt-get"));
    }

    private static bool MayOpen(string device)
    {
        try
        {
            File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Lets another user into a test's folder, and out of the way again.</summary>
    private sealed class OpenFolders : IDisposable
    {
        private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
        private readonly DirectoryInfo root;

        public OpenFolders(string below)
        {
            root = Directory.GetParent(below)!;
            root.UnixFileMode = Everyone;
            foreach (var folder in root.EnumerateDirectories())
            {
                folder.UnixFileMode = Everyone;
            }
        }

        public void Dispose() => root.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    }
}
