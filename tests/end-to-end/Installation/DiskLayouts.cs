using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Installation;

/// <summary>Hosts of the reference guest on disks as people have them: boot loaders, file systems, swap and encryption.</summary>
internal static class DiskLayouts
{
    public const string Passphrase = "layout of \"a\" disk";

    public const string MissingRoot = "/dev/disk/by-uuid/0b1d5c2e-7a4f-4c59-9a37-6f2c54a1e9d0";
    public const string MissingSwap = "/dev/disk/by-uuid/5a7e3b1c-22d8-4be1-8a50-c1f2b64e1f07";

    /// <summary>
    /// GRUB for a BIOS, btrfs with two subvolumes, a file system and a swap partition beside it; found where disko's image would be.
    /// </summary>
    public const string Bios = """
        imports = [
          ({ config, lib, pkgs, ... }: {
            options.disko.devices.disk = lib.mkOption { type = lib.types.attrsOf lib.types.raw; };
            config.disko.devices.disk.main.device = "/dev/vda";
            config.system.build.diskoImages = pkgs.runCommand "disko-images" { inherit (config.system.build) diskImage; } ''
              mkdir "$out"
              ln -s "$diskImage/nixos.qcow2" "$out/main.qcow2"
            '';
          })
        ];
        boot.loader.grub = { enable = true; device = "/dev/vda"; };
        fileSystems."/" = { fsType = "btrfs"; options = [ "subvol=root" ]; };
        fileSystems."/var/log" = { fsType = "btrfs"; options = [ "subvol=log" ]; };
        fileSystems."/home".device = "/dev/disk/by-label/home";
        swapDevices = [ { device = "/dev/disk/by-label/swap"; } ];
        """;

    /// <summary>GRUB for UEFI, an encrypted root file system, /nix on another one; an initrd of systemd.</summary>
    public static readonly string Uefi = $$"""
        boot.loader.grub = { enable = true; device = "nodev"; efiSupport = true; };
        boot.initrd.systemd.enable = true;
        boot.initrd.luks.devices.cryptroot.device = "/dev/disk/by-partlabel/nixos";
        virtualisation.rootPassphrase = {{Newtonsoft.Json.JsonConvert.ToString(Passphrase)}};
        fileSystems."/nix".device = "/dev/disk/by-label/nix";
        fileSystems."/boot" = { device = "/dev/disk/by-label/ESP"; fsType = "vfat"; };
        """;

    /// <summary>What nixos-install asks of every folder above the root file system, and what the image builder does for it.</summary>
    public static string InstallRule(string mode) => $$"""
        virtualisation.preInstallCommands = ''
          chmod {{mode}} "$TMPDIR"
          check=$(realpath .)
          while [ "$check" != / ]; do
            mode=$(stat -c %a "$check")
            case $mode in
              *[0-4])
                echo "path $check should have permissions 755, but had permissions $mode. Consider running 'chmod o+rx $check'."
                exit 1
                ;;
            esac
            check=$(dirname "$check")
          done
        '';
        """;

    /// <summary>A host that says what it has mounted.</summary>
    public static (string Name, string Module) Showing(string name, string layout) => Host(name, layout + """
        systemd.services.show = {
          wantedBy = [ "multi-user.target" ];
          serviceConfig.Type = "oneshot";
          script = "cat /proc/mounts /proc/swaps";
        };
        """);

    public static (string Name, string Module) Host(string name, string layout) =>
        (name, $$"""{ networking.hostName = "{{name}}"; virtualisation.diskSize = 640; {{Modules.Few}} {{layout}} }""");

    /// <summary>A file with a passphrase, outside of the flake.</summary>
    public static string PassphraseFile(Workplace workplace, string passphrase)
    {
        var path = Path.Combine(workplace.Flake, "..", "passphrase");
        File.WriteAllText(path, $"{passphrase}\n");
        return path;
    }
}
