using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>A server as people have them: what no VM has fails, and says so in the words of the real programs.</summary>
public sealed class RealServerTests
{
    /// <summary>Units, whose fault each failure is, and what each says; see tests/unit/fixtures/vm for where the words come from.</summary>
    private static readonly (string Unit, string Origin, string Says)[] Troubles =
    [
        ("acme-example.org", "vm", "Could not create client: get directory at 'https://acme-v02.api.letsencrypt.org/directory': "
            + "Get \"https://acme-v02.api.letsencrypt.org/directory\": dial tcp: lookup acme-v02.api.letsencrypt.org: "
            + "Temporary failure in name resolution"),
        ("acme-broken.org", "configuration", "flag provided but not defined: -dns-provider"),
        ("wireguard-wg0", "vm", "Name or service not known: `vpn.example.net:51820'"),
        ("wireguard-wg1", "configuration", "Key is not the correct length or format: `abc'"),
        ("podman-immich", "vm", "Error: initializing source docker://ghcr.io/immich-app/immich-server:v1: pinging container registry "
            + "ghcr.io: Get \"https://ghcr.io/v2/\": dial tcp: lookup ghcr.io: Temporary failure in name resolution"),
        ("smartd", "vm", "Unable to monitor any SMART enabled devices. Try debug (-d) option. Exiting..."),
        ("thermald", "vm", "Unsupported cpu model or platform"),
        ("sops-install-secrets", "vm", "failed to decrypt '/nix/store/x-secrets.yaml': Error getting data key: 0 successful groups "
            + "required, got 0"),
        ("matrix-bridge", "vm", "open /run/secrets/matrix/token: no such file or directory"),
        ("matrix-typo", "configuration", "open /var/lib/matrix-bridge/confg.yaml: no such file or directory"),
        ("zfs-import-tank", "vm", "cannot import 'tank': no such pool available"),
        ("tpm2-abrmd", "vm", "Failed to open specified TCTI device file /dev/tpm0: No such file or directory"),
        ("zigbee2mqtt", "vm", "Error: Error while opening serialport 'Error: Error: No such file or directory, cannot open /dev/ttyUSB0'"),
        ("nginx-test", "configuration", "nginx: [emerg] unknown directive \"sever_name\" in /nix/store/x-nginx.conf:12"),
        ("no-user", "configuration", ""),
    ];

    [Test]
    public async Task Each_failing_unit_of_a_real_server_is_blamed_on_the_vm_or_on_the_configuration_as_it_is()
    {
        using var workplace = new Workplace().WithHosts(("real", Module("")));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(60, "failure", "runtime");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Origins(report["failures"]!), Is.EquivalentTo(
                Troubles.Select(each => $"{each.Unit}.service {each.Origin}").Append("srv-data.mount vm")));
            var disk = Of(report["failures"]!, "srv-data.mount");
            Assert.That(disk.Value<string>("message"), Does.Contain("it has no disk /dev/disk/by-uuid/4f0e9c2a-1111-2222-3333-444455556666"));
            var acme = Of(report["failures"]!, "acme-example.org.service");
            Assert.That(acme.Value<string>("hint"), Does.Contain("--network=user"));
            Assert.That(acme["excerpt"]!.Values<string>(), Has.Some.Contain("Could not create client"), "the evidence stays");
        }
    }

    [Test]
    public async Task A_real_server_whose_owner_allows_what_no_vm_has_passes_with_a_warning_for_each()
    {
        var allowed = string.Join(' ', Troubles.Where(each => each.Origin == "vm").Select(each => $"\"{each.Unit}.service\""));
        using var workplace = new Workplace().WithHosts(("real", Module($$"""
            system.build.vmTest.allowFailed = [ {{allowed}} "srv-data.mount" ];
            """, "vm")));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(0, "success", null);
        Assert.That(Origins(report["warnings"]!), Is.EquivalentTo(
            Troubles.Where(each => each.Origin == "vm").Select(each => $"{each.Unit}.service vm").Append("srv-data.mount vm")));
        Assert.That(report["warnings"]!.Select(warning => warning.Value<bool?>("allowed")), Is.All.True);
    }

    private static IEnumerable<string> Origins(JToken list) =>
        list.Select(entry => $"{entry["subject"]!.Value<string>("name")} {entry.Value<string>("origin")}");

    private static JToken Of(JToken list, string unit) => list.Single(entry => entry["subject"]!.Value<string>("name") == unit);

    private static string Module(string more, string? only = null) => $$"""
        {
          networking.hostName = "real";
          {{string.Join("\n  ", Troubles.Where(each => only is null || each.Origin == only).Select(Service))}}
          systemd.mounts."srv-data" = {
            wantedBy = [ "multi-user.target" ];
            unitConfig = { JobTimeoutSec = "60"; };
            mountConfig = { What = "/dev/disk/by-uuid/4f0e9c2a-1111-2222-3333-444455556666"; Where = "/srv/data"; Type = "ext4"; };
          };
          systemd.units."dev-disk-by\\x2duuid-4f0e9c2a\\x2d1111\\x2d2222\\x2d3333\\x2d444455556666.device".text = ''
            [Unit]
            JobTimeoutSec=3s
          '';
          {{more}}
        }
        """;

    private static string Service((string Unit, string Origin, string Says) trouble) => $$"""
        systemd.services."{{trouble.Unit}}" = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; {{(trouble.Says.Length == 0 ? "User = \"nobody-knows\";" : string.Empty)}} };
            script = ''
              cat >&2 <<'END'
              {{trouble.Says}}
              END
              exit 1
            '';
          };
        """;
}
