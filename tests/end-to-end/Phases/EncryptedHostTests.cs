using System.Text;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>
/// Root file systems that are encrypted with LUKS, opened by an initrd of shell scripts, which asks on the console, and by one
/// of systemd, which takes a credential.
/// </summary>
public sealed class EncryptedHostTests
{
    private const string Passphrase = "correct horse \"battery\" staple";

    [Test]
    public async Task With_its_passphrase_an_encrypted_host_boots_and_the_passphrase_is_in_no_file()
    {
        using var workplace = BothKinds();

        var result = await Host.RunAsync(
            workplace, "--accel=tcg", "--install=direct", $"--passphrase-file={File(workplace, Passphrase)}", "--verbosity=diagnostic");

        var report = result.Expect(0, "success", null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report["warnings"], Is.Empty);
            Assert.That(result.Output, Does.Contain("types the passphrase that the console asks for"));
            Assert.That(Console(workplace, "scripted"), Does.Contain("Passphrase for /dev/vda:").And.Contain(" - success"));
            Assert.That(Console(workplace, "modern"), Does.Contain("Cryptography Setup for cryptroot").And.Not.Contain("enter passphrase"));
            Assert.That(result.Output, Does.Not.Contain("correct horse"));
            Assert.That(FilesWith("correct horse", workplace.Output), Is.Empty);
            var credential = Convert.ToBase64String(Encoding.UTF8.GetBytes(Passphrase));
            Assert.That(FilesWith(credential, workplace.Output, workplace.Temporary), Is.Empty);
        }
    }

    [Test]
    public async Task A_wrong_passphrase_ends_the_boot_at_once_and_is_called_wrong()
    {
        using var workplace = BothKinds();

        var result = await Host.RunAsync(
            workplace, "--accel=tcg", "--install=direct", $"--passphrase-file={File(workplace, "incorrect horse")}", "--boot-timeout=120");

        var report = result.Expect(50, "failure", "boot");
        var failures = report["failures"]!.ToDictionary(failure => failure.Value<string>("host")!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failures.Values.Select(failure => failure.Value<string>("code")), Is.All.EqualTo("boot.passphrase"));
            Assert.That(failures["scripted"].Value<string>("message"),
                Does.Contain("The passphrase that was typed for /dev/vda of scripted").And.Contain("is wrong: it is asked for again"));
            Assert.That(failures["modern"].Value<string>("message"), Does.Contain("does not open cryptroot of modern"));
            Assert.That(FilesWith("incorrect horse", workplace.Output), Is.Empty);
        }
    }

    [Test]
    public async Task The_flake_may_name_a_passphrase_which_is_in_the_store_then()
    {
        var (name, module) = Encrypted("named", systemd: false);
        using var workplace = new Workplace().WithLeanHosts(Repository.Luks, string.Empty,
            (name, module.Insert(module.LastIndexOf('}'), $"system.build.vmTest.passphrase = {Quoted};\n")),
            Encrypted("silent", systemd: true));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--install=direct");

        var report = result.Expect(50, "failure", "boot");
        var warning = report["warnings"]!.Single();
        var failure = report["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(warning.Value<string>("code"), Is.EqualTo("evaluation.secret-in-store"));
            Assert.That(warning["location"]!.Value<string>("file"), Is.EqualTo("named.nix"));
            Assert.That(report["hosts"]!.Select(host => $"{host.Value<string>("name")} {host.Value<string>("status")}"),
                Is.EquivalentTo(new[] { "named success", "silent failure" }));
            Assert.That(FilesWith("correct horse", workplace.Output), Is.Empty);
            Assert.That(failure.Value<string>("code"), Is.EqualTo("boot.passphrase"));
            Assert.That(failure.Value<string>("message"), Does.Contain("silent waits for the passphrase of cryptroot")
                .And.Contain("nobody types it"));
            Assert.That(failure.Value<string>("hint"), Does.Contain("--passphrase-file"));
        }
    }

    private static Workplace BothKinds() => new Workplace()
        .WithLeanHosts(Repository.Luks, string.Empty, Encrypted("scripted", systemd: false), Encrypted("modern", systemd: true));

    private static string Quoted => JToken.FromObject(Passphrase).ToString(Newtonsoft.Json.Formatting.None);

    private static (string Name, string Module) Encrypted(string name, bool systemd) => (name, $$"""
        {
          networking.hostName = "{{name}}";
          boot.initrd.systemd.enable = {{(systemd ? "true" : "false")}};
          boot.initrd.luks.devices.cryptroot.device = "/dev/vda";
          virtualisation = { diskSize = 128; rootPassphrase = {{Quoted}}; };
        }
        """);

    private static string File(Workplace workplace, string passphrase)
    {
        var path = Path.Combine(workplace.Flake, "..", "passphrase");
        System.IO.File.WriteAllText(path, $"{passphrase}\n");
        return path;
    }

    private static string Console(Workplace workplace, string host) =>
        System.IO.File.ReadAllText(Path.Combine(workplace.LatestRun, host, "console.log"));

    private static IEnumerable<string> FilesWith(string text, params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Where(file => System.IO.File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}
