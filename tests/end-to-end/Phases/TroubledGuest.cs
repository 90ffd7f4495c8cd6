using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

/// <summary>One guest in which units fail in every way that does not end a boot.</summary>
internal static class TroubledGuest
{
    public const string Name = "failing";

    /// <summary>Nothing fails of these by systemd's own count.</summary>
    private const string Silent = """
        {
          systemd.services.nothing-to-start = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.Type = "simple";
          };
          systemd.services.asserts = {
            wantedBy = [ "multi-user.target" ];
            unitConfig.AssertPathExists = "/no/such/file";
            serviceConfig.ExecStart = "/bin/sleep infinity";
          };
          systemd.services.has-a-condition = {
            wantedBy = [ "multi-user.target" ];
            unitConfig.ConditionPathExists = "/no/such/file";
            serviceConfig.ExecStart = "/bin/sleep infinity";
          };
          systemd.services.goes-into-the-background = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.ExecStart = "/bin/true";
          };
          systemd.services.works-and-ends = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; ExecStart = "/bin/true"; };
          };
        }
        """;

    private const string Troubled = """
        {
          systemd.services.crasher = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; LimitCORE = "infinity"; };
            script = "ulimit -c unlimited; kill -SEGV $$";
          };
          systemd.services.killed = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.Type = "oneshot";
            script = "kill -KILL $$";
          };
          systemd.services.hungry = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; MemoryMax = "16M"; MemorySwapMax = "0"; };
            script = "head -c 200000000 /dev/zero | tail";
          };
          systemd.services.looper = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig = { Restart = "always"; RestartSec = "100ms"; };
            script = "exit 7";
          };
          systemd.services.lingerer = {
            wantedBy = [ "sysinit.target" ];
            unitConfig = { DefaultDependencies = false; StartLimitIntervalSec = 0; };
            serviceConfig = { Restart = "always"; RestartSec = "100ms"; };
            script = "sleep 2; exit 7";
          };
          systemd.services.hen = { wantedBy = [ "multi-user.target" ]; after =
              [ "egg.service" ]; serviceConfig.Type = "oneshot"; script = "true"; };
          systemd.services.egg = { wantedBy = [ "multi-user.target" ]; after =
              [ "hen.service" ]; serviceConfig.Type = "oneshot"; script = "true"; };
        }
        """;

    public static Workplace Workplace()
    {
        var workplace = new Workplace().WithLeanHosts(Repository.Guest, $$"""
            nixosConfigurations.{{Name}} = guest.lib.guestSystem {
              modules = [ ./{{Name}}.nix ./silent.nix ./troubled.nix {{Modules.Lean}} ];
            };
            """);
        File.WriteAllText(Path.Combine(workplace.Flake, $"{Name}.nix"), Modules.FailingUnits);
        File.WriteAllText(Path.Combine(workplace.Flake, "silent.nix"), Silent);
        File.WriteAllText(Path.Combine(workplace.Flake, "troubled.nix"), Troubled);
        return workplace;
    }
}
