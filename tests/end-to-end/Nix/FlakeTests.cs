using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Nix;

/// <summary>This project's own flake. Its nixpkgs cannot be had everywhere; a stand-in of that name takes its place here.</summary>
public sealed class FlakeTests
{
    private const string Input = "github:NixOS/nixpkgs/nixos-26.05";

    [Test]
    public void Every_Nix_file_parses()
    {
        var files = Shell.Run("git", "-C", Repository.Folder, "ls-files", "--cached", "--others", "--exclude-standard", "*.nix",
            ":!tests/nixos/failing/syntax.nix", ":!tests/nixos/failing/undefined.nix")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(file => Path.Combine(Repository.Folder, file))
                .Where(File.Exists).ToArray();
        Assert.That(files, Has.Length.GreaterThan(20));

        Shell.Run("nix-instantiate", ["--parse", .. files]);
    }

    [Test]
    public void The_lock_pins_a_commit_of_the_release_that_the_flake_asks_for()
    {
        var locked = JObject.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "flake.lock")))["nodes"]!["nixpkgs"]!;
        var original = locked["original"]!;

        Assert.That(File.ReadAllText(Path.Combine(Repository.Folder, "flake.nix")), Does.Contain($"nixpkgs.url = \"{Input}\";"));
        Assert.That($"{original["type"]}:{original["owner"]}/{original["repo"]}/{original["ref"]}", Is.EqualTo(Input));
        Assert.That((string?)locked["locked"]!["rev"], Does.Match("^[0-9a-f]{40}$"));
        Assert.That((string?)locked["locked"]!["narHash"], Does.Match("^sha256-[A-Za-z0-9+/]{43}=$"));
    }

    [Test]
    public void Nix_takes_the_lock_as_it_is()
    {
        using var workplace = new Workplace();
        Copy("flake.nix", workplace.Flake);
        Copy("flake.lock", workplace.Flake);

        // Without a change of the lock nothing has to be fetched; a lock that did not fit would have to be changed.
        var metadata = JObject.Parse(Nix("flake", "metadata", "--json", "--no-update-lock-file", $"path:{workplace.Flake}"));

        Assert.That(metadata["locks"]!["nodes"]!["nixpkgs"]!["locked"]!["rev"], Is.Not.Null);
    }

    [Test]
    public async Task VmTest_evaluates_and_builds_its_hosts_without_a_change_to_them()
    {
        using var workplace = Prepare();

        var result = await Host.RunAsync(workplace, "--target=BuildVm", "--accel=tcg");

        Assert.That(result.ExitCode, Is.Zero, result.Output);
        var hosts = result.Report["hosts"]!.ToDictionary(host => host.Value<string>("name")!, host => host.Value<string>("kind"));
        Assert.That(hosts, Is.EqualTo(new Dictionary<string, string>
        {
            ["desktop"] = "desktop",
            ["server"] = "server",
            ["fleet-backup"] = "server",
            ["fleet-db"] = "server",
            ["fleet-vpn"] = "server",
            ["fleet-web"] = "server",
        }));
    }

    [Test]
    public void Of_the_fleet_only_the_VMs_have_what_is_there_for_them_and_both_kinds_have_it()
    {
        using var workplace = Prepare();

        var hosts = Evaluate(workplace, """
            builtins.mapAttrs
              (_: host: builtins.mapAttrs
                (_: config: {
                  secrets = builtins.attrNames (config.systemd.tmpfiles.settings.test-secrets or { });
                  peers = map (peer: peer.endpoint) (config.networking.wireguard.interfaces.wg0.peers or [ ]);
                  ownKey = config.networking.wireguard.interfaces.wg0.generatePrivateKeyFile or false;
                  smartd = config.services.smartd.enable;
                  disks = builtins.length (config.virtualisation.emptyDiskImages or [ ]);
                  says = config.system.build.vmTest;
                })
                { real = host.config; direct = host.config.virtualisation.vmVariant;
                  disk = host.config.virtualisation.vmVariantWithBootLoader; })
              { inherit (flake.nixosConfigurations) fleet-web fleet-db fleet-vpn fleet-backup; }
            """);

        using (Assert.EnterMultipleScope())
        {
            foreach (var machine in new[] { "direct", "disk" })
            {
                Assert.That(hosts["fleet-db"]![machine]!["secrets"]!.Values<string>(),
                    Is.EqualTo(new[] { "/var/lib/secrets/shop-password" }));
                Assert.That(hosts["fleet-vpn"]![machine]!["peers"], Is.Empty);
                Assert.That(hosts["fleet-vpn"]![machine]!.Value<bool>("ownKey"), Is.True);
                Assert.That(hosts["fleet-backup"]![machine]!.Value<bool>("smartd"), Is.False);
                Assert.That(hosts["fleet-backup"]![machine]!.Value<int>("disks"), Is.EqualTo(1));
            }

            Assert.That(hosts["fleet-db"]!["real"]!["secrets"], Is.Empty);
            Assert.That(hosts["fleet-vpn"]!["real"]!["peers"]!.Values<string>(), Is.EqualTo(new[] { "vpn.example.org:51820" }));
            Assert.That(hosts["fleet-vpn"]!["real"]!.Value<bool>("ownKey"), Is.False);
            Assert.That(hosts["fleet-backup"]!["real"]!.Value<bool>("smartd"), Is.True);
            Assert.That(hosts["fleet-web"]!["direct"]!["says"]!["allowFailed"]!.Values<string>(),
                Is.EqualTo(new[] { "acme-order-renew-*.service" }));
            Assert.That(hosts["fleet-db"]!["disk"]!["says"]!["requireUnits"]!.Values<string>(),
                Is.EqualTo(new[] { "postgresql.service", "shop-password.service" }));
        }
    }

    [Test]
    public async Task What_the_fleet_says_of_its_tests_is_understood_and_a_misspelt_setting_is_found()
    {
        using var workplace = Prepare();
        string[] arguments = ["--target=FlakeCheck", "--host=fleet-web,fleet-vpn", "--accel=tcg"];

        var result = await Host.RunAsync(workplace, arguments);
        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Output, Does.Match("fleet-vpn.*WireGuard"));

        var web = Path.Combine(workplace.Flake, "hosts", "fleet", "web.nix");
        File.WriteAllText(web, File.ReadAllText(web).Replace("allowFailed =", "allowedFailures =", StringComparison.Ordinal));
        var broken = await Host.RunAsync(workplace, arguments);

        Assert.That(broken.ExitCode, Is.EqualTo(20), broken.Output);
        var failure = broken.Report["failures"]!.Single();
        Assert.That((failure.Value<string>("code"), failure.Value<string>("host")), Is.EqualTo(("evaluation.data", "fleet-web")));
        Assert.That(failure["location"]!.Value<string>("file"), Is.EqualTo("hosts/fleet/web.nix"));
    }

    [Test]
    public async Task A_misspelt_option_of_a_host_is_found()
    {
        using var workplace = Prepare();
        var server = Path.Combine(workplace.Flake, "hosts", "server", "default.nix");
        File.WriteAllText(server, File.ReadAllText(server).Replace("allowedTCPPorts", "allowedTcpPorts", StringComparison.Ordinal));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--host=server", "--accel=tcg");

        Assert.That(result.ExitCode, Is.EqualTo(20), result.Output);
        Assert.That(result.Report["failures"]![0]!.Value<string>("code"), Is.EqualTo("evaluation.option-unknown"));
    }

    [Test]
    public void Every_output_evaluates_on_every_system()
    {
        using var workplace = Prepare();

        foreach (var system in new[] { "x86_64-linux", "aarch64-linux" })
        {
            var paths = Evaluate(workplace, $"""
                [
                  flake.packages.{system}.default.drvPath
                  flake.packages.{system}.vmtest.drvPath
                  flake.packages.{system}.vmtest-mcp.drvPath
                  flake.packages.{system}.vmtest-from-feed.drvPath
                  flake.apps.{system}.default.program
                  flake.devShells.{system}.default.drvPath
                  flake.checks.{system}.sources.drvPath
                ]
                """);
            Assert.That(paths.Values<string>(), Has.All.StartsWith("/nix/store/"));
        }

        Assert.That(((JObject)Evaluate(workplace,
            "builtins.mapAttrs (name: check: check.drvPath) "
                + "flake.checks.x86_64-linux")).Properties().Select(check => check.Name), Is.EquivalentTo(new[] { "desktop", "server",
                "sources" }));
    }

    [Test]
    public void Other_flakes_get_the_probe_as_a_module_and_as_a_wrapper_and_the_size_of_machines()
    {
        using var workplace = Prepare();

        var offered = Evaluate(workplace, """
            {
              wrapped = (flake.lib.withVmProbe flake.nixosConfigurations.server).config.systemd.services.vmtest-probe.wantedBy;
              module = (flake.nixosConfigurations.desktop.extendModules { modules =
                  [ flake.nixosModules.vm-probe ]; }).config.systemd.services ? vmtest-probe;
              unchanged = flake.nixosConfigurations.server.config.systemd.services ? vmtest-probe;
              size = (flake.lib.vmSize { cores = 4; }).virtualisation.vmVariantWithBootLoader.virtualisation.cores;
            }
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(offered["wrapped"]!.Values<string>(), Is.EqualTo(new[] { "sysinit.target" }));
            Assert.That((bool)offered["module"]!, Is.True);
            Assert.That((bool)offered["unchanged"]!, Is.False);
            Assert.That((int)offered["size"]!, Is.EqualTo(4));
        }
    }

    [Test]
    public void Machines_fit_a_small_runner()
    {
        using var workplace = Prepare();

        var sizes = Evaluate(
            workplace, "map (host: { inherit (host.config.virtualisation.vmVariant.virtualisation) memorySize cores; }) "
                + "(builtins.attrValues flake.nixosConfigurations)");

        Assert.That(sizes.Select(size => (int)size["memorySize"]!), Has.All.LessThanOrEqualTo(3072));
        Assert.That(sizes.Select(size => (int)size["cores"]!), Has.All.LessThanOrEqualTo(2));
    }

    [Test]
    public void The_fall_back_for_other_feeds_builds_in_a_copy_of_the_sources_and_is_the_host_from_then_on()
    {
        using var workplace = Prepare();
        File.WriteAllText(Path.Combine(workplace.Flake, "build.sh"),
            "#!/bin/sh\necho \"$0\" >&2\ntouch \"$(dirname \"$0\")/built\"\nprintf '%s|' \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(workplace.Flake, "build.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var built = JArray.Parse(Nix("build", "--no-link", "--json", $"path:{workplace.Flake}#vmtest-from-feed"));
        var program = (string)built[0]!["outputs"]!["out"]!;
        for (var time = 0; time < 2; time++)
        {
            var output = Shell.Run(
                "/usr/bin/env", $"XDG_CACHE_HOME={workplace.Temporary}", Path.Combine(program, "bin", "vmtest"), "--flake=a b", "--host=x");
            Assert.That(output, Is.EqualTo("--flake=a b|--host=x|"));
        }

        var copies = Directory.GetDirectories(Path.Combine(workplace.Temporary, "vmtest"));
        Assert.That(copies, Has.Length.EqualTo(1));
        Assert.That(Path.Combine(copies[0], "built"), Does.Exist);
    }

    /// <summary>The flake with all that it reads, and the stand-in as its input.</summary>
    private static Workplace Prepare()
    {
        var workplace = new Workplace();
        foreach (var part in new[]
        {
            "flake.nix", "hosts", "nix", "build/Guest/Probe", "frosting/README.md", "mcp/start.sh", "schemas", "README.md", "global.json", "Directory.Build.props",
            "Directory.Build.targets", "Directory.Packages.props",
        })
        {
            Copy(part, workplace.Flake);
        }

        var standIn = Path.Combine(Path.GetDirectoryName(workplace.Flake)!, "nixpkgs");
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, "tests", "end-to-end", "Nix", "stand-in"), standIn);
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, "tests", "diagnosis", "stand-in", "lib"), Path.Combine(standIn, "lib"));
        var flake = Path.Combine(workplace.Flake, "flake.nix");
        File.WriteAllText(flake, File.ReadAllText(flake).Replace(Input, $"path:{standIn}", StringComparison.Ordinal));
        return workplace;
    }

    private static void Copy(string part, string target)
    {
        var to = Path.Combine(target, part);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, part), to);
    }

    private static JToken Evaluate(Workplace workplace, string expression)
    {
        Nix("flake", "lock", $"path:{workplace.Flake}");
        return JToken.Parse(
            Nix("eval", "--json", "--impure", "--expr", $"let flake = builtins.getFlake \"path:{workplace.Flake}\"; in {expression}"));
    }

    // As root on a machine that has no build users, and with nothing to fetch.
    private static string Nix(params string[] arguments) => Shell.Run(
        "nix",
        ["--extra-experimental-features", "nix-command flakes", "--option", "sandbox", "false", "--option", "build-users-group", "",
            "--option", "substituters", "", .. arguments]);
}
