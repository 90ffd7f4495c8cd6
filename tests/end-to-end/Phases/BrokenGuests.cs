using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>Guests whose boot fails, each in its own way.</summary>
internal static class BrokenGuests
{
    /// <summary>How long each boot may take; one of them takes all of it.</summary>
    public const int LimitSeconds = 90;

    private const string Crash = "systemd.services.crash = { wantedBy = [ \"multi-user.target\" ]; serviceConfig.Type = \"oneshot\"; "
        + "script = \"echo c >/proc/sysrq-trigger\"; };";

    private const string Many = """
        { lib, ... }:
        let
          unit = settings: {
            wantedBy = [ "multi-user.target" ];
            before = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; } // settings;
          };
          shop = number: lib.nameValuePair "shop${toString number}"
            (unit { ExecStart = "/opt/shop/bin/serve ${toString number}"; });
        in {
          networking.hostName = "many";
          systemd.services = {
            stuck = unit { ExecStart = "/bin/sleep infinity"; TimeoutStartSec = "infinity"; };
          } // lib.listToAttrs (map shop (builtins.genList (number: number) 19));
        }
        """;

    private const string Emergency = """
        {
          systemd.units."mnt-data.mount".text = "[Unit]\nBefore=local-fs.target\n[Mount]\nWhat=/dev/disk/by-label/gone\nWhere=/mnt/data\n";
          systemd.units."dev-disk-by\\x2dlabel-gone.device".text = "[Unit]\nJobTimeoutSec=2\n";
          systemd.targets.local-fs.requires = [ "mnt-data.mount" ];
        }
        """;

    private static readonly string Loop = Modules.WithService("loop", "unitConfig.DefaultDependencies = false; "
        + "serviceConfig.Type = \"oneshot\"; script = \"echo b >/proc/sysrq-trigger\";");

    private static readonly string Off =
        Modules.WithService("off", "serviceConfig.Type = \"oneshot\"; script = \"systemctl poweroff\";");

    private static readonly string Late =
        Modules.WithService("late", "serviceConfig = { Type = \"notify\"; TimeoutStartSec = 3; ExecStart = \"/usr/bin/sleep 600\"; };");

    /// <summary>All of them in one flake. SeaBIOS finds nothing to boot and tells only the screen.</summary>
    public static Workplace Workplace() => new Workplace { Patience = TimeSpan.FromMinutes(6) }.WithLeanHosts(
        Repository.Guest,
        Modules.Diskless("silent", string.Empty) + Modules.Diskless("diskless", Modules.UefiFirmware),
        ("many", Many),
        ("crash", $"{{ {Crash} }}"),
        ("rdinit", WithParameters("rdinit=/bin/busybox")),
        ("restart", WithParameters("rdinit=/bin/busybox", "panic=1")),
        ("rootless", WithParameters("root=LABEL=wrong")),
        ("emergency", Emergency),
        ("rescue", WithParameters("systemd.unit=rescue.target")),
        ("loop", Loop),
        ("off", Off),
        ("late", Late));

    private static string WithParameters(params string[] parameters) =>
        $"{{ boot.kernelParams = [ {string.Join(' ', parameters.Select(parameter => $"\"{parameter}\""))} ]; }}";
}
