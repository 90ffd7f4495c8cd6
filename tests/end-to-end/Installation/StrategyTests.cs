using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>
/// Which install strategy is chosen. The hosts are a stand-in for NixOS's module system, with the attributes of its
/// configurations and nothing behind them: nothing of this is built.
/// </summary>
public sealed class StrategyTests
{
    private const string Flake = """
        {
          outputs = { self }:
            let
              derivationOf = name: derivation { inherit name; system = "x86_64-linux"; builder = "/bin/sh"; };
              nixos = settings:
                let
                  # NixOS makes the variant with the same modules as the host.
                  parameters = map (module: module.boot.kernelParams or [ ]) (settings.modules or [ ]);
                  build = {
                    toplevel = derivationOf "nixos-system";
                    vm = throw "the direct VM is not evaluated for an installation";
                    vmWithBootLoader = derivationOf "nixos-vm-${toString (builtins.length (builtins.concatLists parameters))}";
                  };
                in
                {
                  config = {
                    system.build = build // settings.build or { };
                    systemd.package.version = settings.systemd or "257.13";
                    boot = { loader = settings.loader or { }; isContainer = settings.container or false; };
                    disko.devices.disk = settings.disks or { };
                    virtualisation.vmVariantWithBootLoader = {
                      system.build.toplevel = derivationOf "nixos-system-vm";
                      virtualisation.directBoot.enable = settings.directBoot or false;
                    };
                  };
                  extendModules = { modules }: nixos (settings // { inherit modules; });
                };
              systemdBoot = { systemd-boot.enable = true; grub.enable = false; };
              grub = { systemd-boot.enable = false; grub = { enable = true; efiSupport = false; }; };
            in
            {
              nixosConfigurations = {
                disko = nixos { loader = systemdBoot; disks.main = { }; build.diskoImages = derivationOf "disko-images"; };
                systemd-boot = nixos { loader = systemdBoot; };
                older = nixos { loader = systemdBoot; systemd = "255.4"; };
                grub = nixos { loader = grub; };
                neither = nixos { };
                container = nixos { loader = grub; container = true; };
                direct = nixos { loader = grub; directBoot = true; };
              };
            };
        }
        """;

    [Test]
    public async Task The_way_onto_a_disk_follows_what_the_host_is()
    {
        using var workplace = new Workplace().WithFlake(Flake);

        var report = (await Host.RunAsync(workplace, "--target=FlakeCheck", "--install=disk", "--accel=tcg"))
            .Expect(0, "success", failedPhase: null);

        var installs = report["hosts"]!.ToDictionary(host => host.Value<string>("name")!, host => host["install"]!);
        using (Assert.EnterMultipleScope())
        {
            Expect(installs["disko"], "disko", "systemd-boot");
            Expect(installs["systemd-boot"], "vm-with-boot-loader", "systemd-boot");
            Expect(installs["grub"], "vm-with-boot-loader", "grub");
            Expect(installs["neither"], null, null, "no boot loader");
            Expect(installs["container"], null, "grub", "boot.isContainer");
            Expect(installs["direct"], null, "grub", "virtualisation.directBoot.enable");
            // systemd-boot takes the console from outside; for the others it has to be installed, and that is told.
            Assert.That(installs["systemd-boot"]["adjustments"], Is.Empty);
            Assert.That(installs["grub"]["adjustments"]!.Single().Value<string>(), Does.Contain("console=ttyS0"));
            Assert.That(installs["older"]["adjustments"]!.Single().Value<string>(), Does.Contain("console=ttyS0"));
            Assert.That(report["warnings"]!.Select(warning => warning.Value<string>("host")),
                Is.EquivalentTo(new[] { "neither", "container", "direct" }));
        }
    }

    private static void Expect(JToken install, string? strategy, string? loader, string reason = "")
    {
        Assert.That(install.Value<string>("strategy"), Is.EqualTo(strategy));
        Assert.That(install.Value<string>("loader"), Is.EqualTo(loader));
        Assert.That(install.Value<string>("reason"), Does.Contain(reason));
    }
}
