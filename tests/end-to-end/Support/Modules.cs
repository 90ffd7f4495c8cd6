namespace VmTest.EndToEndTests.Support;

/// <summary>Small hosts of the reference guest, good and broken.</summary>
internal static class Modules
{
    /// <summary>
    /// Attributes of a module: without services that a test does not look at, which are half of an emulated boot. Kernel, systemd and
    /// journal are the same, and devices are found.
    /// </summary>
    public const string Few = """
        systemd.units = builtins.listToAttrs (map (name: { inherit name; value.enable = false; }) [
          "dbus.service" "dbus.socket" "systemd-logind.service" "systemd-sysctl.service" "systemd-tmpfiles-clean.timer"
          "systemd-tmpfiles-setup-dev.service" "systemd-tmpfiles-setup.service" "systemd-user-sessions.service"
        ]);
        """;

    /// <summary>A module likewise, without udev, too: there are no devices, and no driver is loaded for them.</summary>
    public const string Lean = $$"""
        { imports = [ { {{Few}} } ];
          systemd.units = builtins.listToAttrs (map (name: { inherit name; value.enable = false; }) [
            "systemd-modules-load.service" "systemd-remount-fs.service" "systemd-udev-trigger.service" "systemd-udevd-control.socket"
            "systemd-udevd-kernel.socket" "systemd-udevd.service" "tmp.mount"
          ]); }
        """;

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

    /// <summary>Ten units wait for one that never ends.</summary>
    public const string Hanging = """
        {
          networking.hostName = "hanging";
          systemd.services = builtins.listToAttrs (builtins.genList (number: {
            name = "behind${toString number}";
            value = {
              wantedBy = [ "multi-user.target" ];
              after = [ "stuck.service" ];
              serviceConfig.Type = "oneshot";
              script = "true";
            };
          }) 10) // { stuck = {
            wantedBy = [ "multi-user.target" ];
            before = [ "multi-user.target" ];
            serviceConfig = { Type = "oneshot"; TimeoutStartSec = "infinity"; };
            script = "echo waiting for something that never comes; sleep infinity";
          }; };
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
        let steps = builtins.genList (x: x) 1000000; step = a: b: a + builtins.length (builtins.genList (x: x) 20000);
        in { networking.hostName = builtins.seq (builtins.foldl' step 0 steps) "slow"; }
        """;

    /// <summary>A host whose closure holds something to fetch, and something else that builds for minutes.</summary>
    public static string WithSource(string url) => $$"""
        {
          outputs = { self }:
            let
              source = derivation {
                name = "source.tar.gz";
                system = "builtin";
                builder = "builtin:fetchurl";
                url = "{{url}}";
                outputHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
                outputHashAlgo = "sha256";
                outputHashMode = "flat";
                executable = false;
                unpack = false;
                preferLocalBuild = true;
              };
              endless = derivation { name = "endless-{{Guid.NewGuid():N}}"; system = "x86_64-linux"; builder = "/bin/sh"; args =
                  [ "-c" "/bin/sleep 300" ]; };
              vm = derivation { name = "nixos-vm"; system = "x86_64-linux"; builder = "/bin/sh"; args =
                  [ "-c" "echo ${source} ${endless} >$out" ]; };
            in
            { nixosConfigurations.far.config.system.build = { toplevel = vm; inherit vm; }; };
        }
        """;

    /// <summary>
    /// An output: a machine with an empty disk and no kernel from outside, so that what its firmware does is all that happens.
    /// </summary>
    public static string Diskless(string name, string firmware) => $$"""
          nixosConfigurations.{{name}} =
            let
              vm = derivation {
                name = "nixos-vm";
                system = "x86_64-linux";
                builder = "/bin/sh";
                script = ''
                  #!/bin/sh
                  [ -e "$NIX_DISK_IMAGE" ] || qemu-img create -q -f qcow2 "$NIX_DISK_IMAGE" 64M
                  [ -e "$NIX_EFI_VARS" ] || cp /usr/share/OVMF/OVMF_VARS_4M.fd "$NIX_EFI_VARS"
                  exec qemu-system-x86_64 -machine q35,accel=kvm:tcg -cpu max -m 256 -nic none {{firmware}} \
                    -drive file="$NIX_DISK_IMAGE",if=virtio "$@"
                '';
                passAsFile = [ "script" ];
                args = [ "-c" "PATH=/usr/bin:/bin; mkdir -p $out/bin; cp $scriptPath $out/bin/run-empty-vm; chmod +x $out/bin/run-empty-vm" ];
              };
            in
            { config.system.build = { toplevel = vm; inherit vm; }; };
        """;

    public const string UefiFirmware = "-drive if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd -drive "
        + "if=pflash,format=raw,unit=1,file=\"$NIX_EFI_VARS\"";

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
