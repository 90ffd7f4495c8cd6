# An installed disk: GPT, an EFI system partition with systemd-boot, and a root file system, as
# NixOS's own image builder makes it, but without root, loop devices or a machine inside.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.boot.loader;
  inherit (config.system.build) toplevel;
  inherit (config.fileSystems."/") fsType;

  # In MiB; the first one and the last one hold the two copies of the partition table.
  bootStart = 1;
  rootStart = bootStart + config.virtualisation.bootSize;
  rootSize = config.virtualisation.diskSize - rootStart - 1;

  loaderConf = ''
    timeout ${toString cfg.timeout}
    default nixos-generation-1.conf
    console-mode keep
  '';

  # The names of the files are those of NixOS's installer of systemd-boot.
  entry = ''
    title NixOS
    sort-key nixos
    version Generation 1 ${config.system.nixos.version}
    linux /EFI/nixos/@kernel@
    initrd /EFI/nixos/@initrd@
    options init=${toplevel}/init ${lib.concatStringsSep " " config.boot.kernelParams}
  '';
in
{
  options = {
    boot.loader.systemd-boot = {
      enable = mkOption { type = types.bool; default = true; };
      # Runs at the end of the loader's installation, in the EFI system partition's tree.
      extraInstallCommands = mkOption { type = types.lines; default = ""; };
    };
    boot.loader.timeout = mkOption { type = types.int; default = 0; };
    boot.loader.efi.canTouchEfiVariables = mkOption { type = types.bool; default = false; };
    fileSystems = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options = {
          device = mkOption { type = types.str; default = "/dev/disk/by-label/nixos"; };
          fsType = mkOption { type = types.strMatching "[a-z0-9]+"; default = "ext4"; };
        };
      });
    };
    virtualisation.bootSize = mkOption { type = types.positiveInt; default = 48; };
  };

  config.fileSystems."/" = { };

  config.system.build.diskImage = pkgs.runCommand "nixos-disk-image"
    {
      exportReferencesGraph = [ "closure" toplevel ];
      inherit (builtins) storeDir;
      inherit entry loaderConf toplevel;
      inherit (pkgs) systemdBoot;
      inherit (cfg.systemd-boot) extraInstallCommands;
      inherit fsType;
      diskSize = "${toString config.virtualisation.diskSize}M";
      bootStart = "${toString bootStart}M";
      bootSize = "${toString config.virtualisation.bootSize}M";
      rootStart = "${toString rootStart}M";
      rootSize = "${toString rootSize}M";
      passAsFile = [ "script" "entry" "loaderConf" "extraInstallCommands" ];
    }
    ''
      mkdir "$out"
      disk=disk.raw
      esp=$disk@@$bootStart

      echo "partitioning the disk ($diskSize): GPT, EFI system partition ($bootSize), root"
      truncate -s "$diskSize" "$disk"
      sfdisk --quiet --no-reread --no-tell-kernel "$disk" <<END
      label: gpt
      start=''${bootStart}iB, size=''${bootSize}iB, type=uefi, name=ESP
      start=''${rootStart}iB, size=''${rootSize}iB, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name=nixos
      END

      echo "formatting the EFI system partition with FAT"
      mformat -i "$esp" -v ESP -F -T "$((''${bootSize%M} * 2048))" -h 255 -s 63 ::

      grep "^$storeDir/[^/]*$" closure | grep -v "\.drv$" | sort -u >paths
      echo "copying the closure ($(wc -l <paths) paths)"
      mkdir -p "root$storeDir"
      xargs gnu-cp -a --reflink=auto --no-preserve=ownership -t "root$storeDir" <paths
      echo "formatting the root partition with $fsType, copying $(du -sk root | cut -f1) KiB into it"
      "mkfs.$fsType" -F -L nixos -m 0 -N 16384 -O ^has_journal,^resize_inode,^metadata_csum \
        -E "root_owner=0:0,offset=$((''${rootStart%M} * 1024 * 1024))" -d root disk.raw "$rootSize"
      chmod -R u+w root

      echo "installing the boot loader (systemd-boot)"
      mkdir -p boot/EFI/BOOT boot/EFI/systemd boot/EFI/nixos boot/loader/entries
      cp "$systemdBoot/systemd-bootx64.efi" boot/EFI/BOOT/BOOTX64.EFI
      cp "$systemdBoot/systemd-bootx64.efi" boot/EFI/systemd/
      # As NixOS names them: the store path, with the slashes but the last away.
      name() { readlink -f "$1" | sed -e "s|^$storeDir/||" -e 's|/|-|g'; }
      kernel=$(name "$toplevel/kernel").efi
      initrd=$(name "$toplevel/initrd").efi
      cp "$toplevel/kernel" "boot/EFI/nixos/$kernel"
      cp "$toplevel/initrd" "boot/EFI/nixos/$initrd"
      cp "$loaderConfPath" boot/loader/loader.conf
      sed -e "s|@kernel@|$kernel|" -e "s|@initrd@|$initrd|" "$entryPath" \
        >boot/loader/entries/nixos-generation-1.conf
      (cd boot && sh -euc '. "$1"' sh "$extraInstallCommandsPath")
      mcopy -i "$esp" -s boot/* ::

      echo "converting the disk"
      qemu-img convert -c -O qcow2 -o compression_type=zstd "$disk" "$out/nixos.qcow2"
    '';
}
