using VmTest.Diagnosis;
using VmTest.Nix;

namespace VmTest.UnitTests.Diagnosis;

public sealed class UnitPlacesTests
{
    private const string Host = """
        { lib, pkgs, ... }: {
          systemd.services.backup = {
            script = "false";
          };
          systemd.timers."backup".timerConfig.OnCalendar = "daily";
          services.nginx.enable = true;
          services.nginx.virtualHosts."a.example".root = "/srv";
          fileSystems."/srv/my-data" = { device = "/dev/vdb"; };
          virtualisation.oci-containers.containers = {
            web.image = "nginx";
          };
          services.openssh.enable = true;
          imports = [ ./disks.nix ];
          users.users.alice = { isNormalUser = true; uid = 1001; };
        }
        """;

    private const string Disks = """
        {
          boot.initrd.luks.devices.root = {
            device = "/dev/disk/by-uuid/6f-1a";
          };
          fileSystems = {
            "/" = { device = "/dev/mapper/root"; };
            "/home" = {
              label = "home";
            };
            "/old" = { device = "LABEL=old"; };
          };
          swapDevices = [
            { device = "/dev/disk/by-partuuid/0-2"; }
            { device = "/var/lib/swap file"; size = 512; }
          ];
          boot.zfs.extraPools = [ "tank" ];
          fileSystems."/srv/mail" = { device = "pool/mail"; fsType = "zfs"; };
          disko.devices.disk.main.device = "/dev/vda";
        }
        """;

    private string folder = string.Empty;

    [SetUp]
    public void WriteFlake()
    {
        folder = Directory.CreateTempSubdirectory("vmtest-units-").FullName;
        File.WriteAllText(Path.Combine(folder, "flake.nix"), "{ outputs = i: { nixosConfigurations.a = f { modules = [ ./a.nix ]; }; }; }");
        File.WriteAllText(Path.Combine(folder, "a.nix"), Host);
        File.WriteAllText(Path.Combine(folder, "disks.nix"), Disks);
    }

    [TearDown]
    public void DeleteFlake() => Directory.Delete(folder, recursive: true);

    [TestCase("backup.service", "a.nix:2:3 defines the unit")]
    [TestCase("backup.timer", "a.nix:5:3 defines the unit")]
    [TestCase("nginx.service", "a.nix:6:3 settings of services.nginx, a.nix:7:3 settings of services.nginx")]
    [TestCase(@"srv-my\x2ddata.mount", "a.nix:8:3 defines fileSystems.\"/srv/my-data\"")]
    [TestCase("podman-web.service", "a.nix:10:5 settings of virtualisation.oci-containers.containers.web")]
    [TestCase("sshd.service", "a.nix:12:3 settings of services.openssh")]
    [TestCase("systemd-logind.service", "")]
    [TestCase("user@1001.service", "a.nix:14:46 gives a user the ID 1001")]
    [TestCase("user@1002.service", "")]
    [TestCase("dev-vdc.device", "")]
    [TestCase("dev-vda.device", "disks.nix:18:36 names /dev/vda")]
    [TestCase(@"dev-disk-by\x2duuid-6f\x2d1a.device", "disks.nix:3:14 names /dev/disk/by-uuid/6f-1a")]
    [TestCase(@"dev-disk-by\x2dlabel-home.device", "disks.nix:8:7 names the label home")]
    [TestCase(@"systemd-fsck@dev-disk-by\x2dlabel-old.service", "disks.nix:10:25 names /dev/disk/by-label/old")]
    [TestCase(@"dev-disk-by\x2dpartuuid-0\x2d2.swap", "disks.nix:13:16 names /dev/disk/by-partuuid/0-2")]
    [TestCase(@"var-lib-swap\x20file.swap", "disks.nix:14:16 names /var/lib/swap file")]
    [TestCase(@"mkswap-var-lib-swap\x20file.service", "disks.nix:14:16 names /var/lib/swap file")]
    [TestCase("dev-mapper-root.device", "disks.nix:2:3 defines boot.initrd.luks.devices.root")]
    [TestCase("systemd-cryptsetup@root.service", "disks.nix:2:3 defines boot.initrd.luks.devices.root")]
    [TestCase("zfs-import-tank.service", "disks.nix:16:27 names the pool tank")]
    [TestCase("zfs-import-pool.service", "disks.nix:17:40 names the pool pool")]
    [TestCase("systemd-growfs@home.service", "disks.nix:7:5 defines fileSystems.\"/home\"")]
    [TestCase("-.mount", "disks.nix:6:5 defines fileSystems.\"/\"")]
    [TestCase(@"dev-disk-by\x2dpartlabel-disk\x2dmain\x2droot.device", "disks.nix:18:3 defines disko.devices.disk.main")]
    public void A_unit_comes_from_the_lines_that_define_or_set_it(string unit, string places) => Assert.That(
        string.Join(", ", new UnitPlaces(new FlakeSource(folder), "a").Read(unit).Select(place => $"{place} {place.What}")),
        Is.EqualTo(places));

    [TestCase("/dev/disk/by-uuid/6f-1a", "disks.nix:3:14 names /dev/disk/by-uuid/6f-1a")]
    [TestCase("root", "disks.nix:2:3 defines boot.initrd.luks.devices.root")]
    [TestCase("/dev/sdz", "")]
    public void A_device_comes_from_the_lines_that_name_it(string device, string places) => Assert.That(
        string.Join(", ", new UnitPlaces(new FlakeSource(folder), "a").ReadDevice(device).Select(place => $"{place} {place.What}")),
        Is.EqualTo(places));
}
