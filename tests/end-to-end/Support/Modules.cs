namespace VmTest.EndToEndTests.Support;

/// <summary>Small hosts of the reference guest, good and broken.</summary>
internal static class Modules
{
    public const string Healthy = "{ networking.hostName = \"healthy\"; }";

    public static string WithService(string name, string attributes) => $$"""
        {
          networking.hostName = "guest";
          systemd.services.{{name}} = {
            wantedBy = [ "multi-user.target" ];
            {{attributes}}
          };
        }
        """;

    public const string FailingUnits = """
        {
          networking.hostName = "failing";
          systemd.services.exits = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.Type = "oneshot";
            script = "echo last words of exits >&2; exit 3";
          };
          systemd.services.vanished = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.ExecStart = "/no/such/program";
          };
          systemd.services.dependent = {
            wantedBy = [ "multi-user.target" ];
            requires = [ "exits.service" ];
            after = [ "exits.service" ];
            serviceConfig.Type = "oneshot";
            script = "true";
          };
        }
        """;

    public const string Hanging = """
        {
          networking.hostName = "hanging";
          systemd.services.stuck = {
            wantedBy = [ "multi-user.target" ];
            before = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; TimeoutStartSec = "infinity"; };
            script = "echo waiting for something that never comes; sleep infinity";
          };
          systemd.services.behind = {
            wantedBy = [ "multi-user.target" ];
            after = [ "stuck.service" ];
            serviceConfig.Type = "oneshot";
            script = "true";
          };
        }
        """;

    public const string FailingBuild = """
        { pkgs, ... }:
        {
          networking.hostName = "unbuildable";
          environment.etc.broken.source = pkgs.runCommand "broken-page" { } "echo no luck today >&2; exit 7";
        }
        """;

    public const string SlowBuild = """
        { pkgs, ... }:
        {
          networking.hostName = "slow";
          environment.etc.slow.source = pkgs.runCommand "slow-page" { } "sleep 600; touch $out";
        }
        """;

    /// <summary>Evaluates for minutes.</summary>
    public const string SlowEvaluation = """
        { networking.hostName = builtins.seq (builtins.foldl' (a: b: a + builtins.length (builtins.genList (x: x) 20000)) 0 (builtins.genList (x: x) 1000000)) "slow"; }
        """;

    /// <summary>
    /// A stand-in VM whose script hangs instead of making its disk: a real one cannot be held up there.
    /// </summary>
    public const string SlowInstallFlake = """
        {
          outputs = { self }:
            let
              vm = derivation {
                name = "nixos-vm";
                system = builtins.currentSystem or "x86_64-linux";
                builder = "/bin/sh";
                args = [ "-c" "PATH=/usr/bin:/bin; mkdir -p $out/bin; printf '#!/bin/sh\\ntouch \"$NIX_DISK_IMAGE\"\\nsleep 600\\n' >$out/bin/run-slow-vm; chmod +x $out/bin/run-slow-vm" ];
              };
            in
            { nixosConfigurations.slow.config.system.build = { toplevel = vm; inherit vm; }; };
        }
        """;
}
