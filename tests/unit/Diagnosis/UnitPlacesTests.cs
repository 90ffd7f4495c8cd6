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
        }
        """;

    private string folder = string.Empty;

    [SetUp]
    public void WriteFlake()
    {
        folder = Directory.CreateTempSubdirectory("vmtest-units-").FullName;
        File.WriteAllText(Path.Combine(folder, "flake.nix"), "{ outputs = i: { nixosConfigurations.a = f { modules = [ ./a.nix ]; }; }; }");
        File.WriteAllText(Path.Combine(folder, "a.nix"), Host);
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
    [TestCase("dev-vda.device", "")]
    public void A_unit_comes_from_the_lines_that_define_or_set_it(string unit, string places) => Assert.That(
        string.Join(", ", new UnitPlaces(new FlakeSource(folder), "a").Read(unit).Select(place => $"{place} {place.What}")),
        Is.EqualTo(places));
}
