using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>Hosts of the reference guest that are installed on a disk, or are not.</summary>
internal static class InstallModules
{
    /// <summary>A host that no earlier run can have installed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">More of its module.</param>
    public static (string Name, string Module) New(string name, string attributes = "") =>
        (name, $$"""{ networking.hostName = "{{name}}"; environment.etc.once.text = "{{Guid.NewGuid()}}"; {{attributes}} }""");

    /// <summary>Fails where its disk has been used before, and tells the journal how it was started.</summary>
    public static (string Name, string Module) Fresh(string name) => New(name, """
        boot.kernelParams = [ "ignore_loglevel" ];
        systemd.services.first-time = {
          wantedBy = [ "multi-user.target" ];
          serviceConfig.Type = "oneshot";
          script = "[ ! -e /var/been-here ]; touch /var/been-here; sync; grep ' / ' /proc/mounts; cat /proc/cmdline";
        };
        """);

    /// <summary>A flake with one host, whose configuration is the reference guest's with some attributes replaced.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="build">What stands in for attributes of config.system.build; may use <c>guest</c>, the host as it is.</param>
    /// <param name="config">What is added to config.</param>
    public static string StandIn(string name, string build, string config = "") => $$"""
        {
          inputs.guest.url = "path:{{Repository.Guest}}";
          outputs = inputs:
            let
              guest = inputs.guest.lib.guestSystem { modules = [ {{New(name).Module}} {{Modules.Lean}} ]; };
              inherit (guest) pkgs;
              inherit (guest.config.system.build) diskImage vmWithBootLoader;
            in
            {
              nixosConfigurations.{{name}} = guest // {
                config = guest.config // {
                  system = guest.config.system // { build = guest.config.system.build // { {{build}} }; };
                  {{config}}
                };
              };
            };
        }
        """;

    /// <summary>The real guest on its real disk; between installation and boot somebody overwrites the disk's beginning.</summary>
    public static string Corrupted => StandIn("corrupted", """
        vmWithBootLoader = pkgs.runCommand "nixos-vm" { vm = vmWithBootLoader; } ''
          mkdir -p "$out/bin"
          {
            printf '#!/bin/sh\nset -e\n'
            printf '[ ! -e "$NIX_DISK_IMAGE" ] || qemu-io -f qcow2 -c "write -P 0 0 64M" "$NIX_DISK_IMAGE"\n'
            printf 'exec %s "$@"\n' "$vm/bin/run-corrupted-vm"
          } >"$out/bin/run-corrupted-vm"
          chmod +x "$out/bin/run-corrupted-vm"
        '';
        """);

    /// <summary>
    /// A stand-in for disko, which needs KVM to build an image: the reference guest's own disk, found where disko's would be.
    /// </summary>
    public static string Disko => StandIn("laid-out", """
        diskoImages = pkgs.runCommand "disko-images" { inherit diskImage; } ''
          mkdir "$out"
          echo "+ parted -s /dev/vda mklabel gpt"
          cp "$diskImage/nixos.qcow2" "$out/main.qcow2"
        '';
        """, "disko.devices.disk.main.device = \"/dev/vda\";");
}
