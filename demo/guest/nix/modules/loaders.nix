# Boot loaders of an installed disk, with NixOS's options: systemd-boot for UEFI, GRUB for UEFI and for BIOS.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.boot.loader;
  inherit (config.system.build) toplevel;
  root = config.fileSystems."/";
  arguments = "init=${toplevel}/init ${lib.concatStringsSep " " config.boot.kernelParams}";

  systemdBoot = {
    uefi = true;
    environment = {
      inherit (pkgs) systemdBoot;
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
        options ${arguments}
      '';
      inherit (cfg.systemd-boot) extraInstallCommands;
      passAsFile = [ "entry" "loaderConf" "extraInstallCommands" ];
    };
    inBoot = ''
      echo "installing the boot loader (systemd-boot)"
      mkdir -p "$boot/EFI/BOOT" "$boot/EFI/systemd" "$boot/EFI/nixos" "$boot/loader/entries"
      cp "$systemdBoot/systemd-bootx64.efi" "$boot/EFI/BOOT/BOOTX64.EFI"
      cp "$systemdBoot/systemd-bootx64.efi" "$boot/EFI/systemd/"
      kernel=$(name "$toplevel/kernel").efi
      initrd=$(name "$toplevel/initrd").efi
      cp "$toplevel/kernel" "$boot/EFI/nixos/$kernel"
      cp "$toplevel/initrd" "$boot/EFI/nixos/$initrd"
      cp "$loaderConfPath" "$boot/loader/loader.conf"
      sed -e "s|@kernel@|$kernel|" -e "s|@initrd@|$initrd|" "$entryPath" \
        >"$boot/loader/entries/nixos-generation-1.conf"
    '';
    onDisk = "";
  };

  # GRUB reads a BIOS disk's /boot from the root file system. On UEFI /boot is the EFI system partition, and kernels are
  # copied there, as NixOS does where /nix/store is on another file system than /boot.
  subvolume = lib.concatMapStrings (option: let name = builtins.match "subvol=/?(.+)" option; in
    if name == null then "" else "/${lib.head name}") root.options;
  grub = {
    uefi = cfg.grub.efiSupport;
    environment = {
      inherit (pkgs) grub;
      platform = if cfg.grub.efiSupport then "x86_64-efi" else "i386-pc";
      grubPrefix = if cfg.grub.efiSupport then "/grub" else "(,gpt2)${subvolume}/boot/grub";
      grubModules = if cfg.grub.efiSupport then "part_gpt fat"
        else "part_gpt biosdisk ${if root.fsType == "btrfs" then "btrfs" else "ext2"}";
      grubConfig = ''
        set default=0
        set timeout=${toString cfg.timeout}
        ${cfg.grub.extraConfig}
        menuentry "NixOS - Default" --class nixos --unrestricted {
          search --set=drive1 --label ${if cfg.grub.efiSupport then "ESP" else "nixos"}
          linux ($drive1)/@kernel@ ${arguments}
          initrd ($drive1)/@initrd@
        }
      '';
      bootSubvolume = subvolume;
      inherit (cfg.grub) device extraInstallCommands;
      passAsFile = [ "grubConfig" "extraInstallCommands" ];
    };
    inBoot = ''
      echo "installing the GRUB 2 boot loader on $device..."
      echo "Installing for $platform platform."
      mkdir -p "$boot/grub/$platform"
      cp "$grub/$platform"/*.mod "$grub/$platform"/*.lst "$boot/grub/$platform/"
      grub-mkimage -d "$grub/$platform" -O "$platform" -p "$grubPrefix" -o core.img $grubModules
      if [ "$platform" = x86_64-efi ]; then
        mkdir -p "$boot/EFI/BOOT" "$boot/kernels"
        cp core.img "$boot/EFI/BOOT/BOOTX64.EFI"
        kernel=kernels/$(name "$toplevel/kernel")
        initrd=kernels/$(name "$toplevel/initrd")
        cp "$toplevel/kernel" "$boot/$kernel"
        cp "$toplevel/initrd" "$boot/$initrd"
      else
        kernel=$bootSubvolume$(readlink -f "$toplevel/kernel")
        initrd=$bootSubvolume$(readlink -f "$toplevel/initrd")
      fi
      sed -e "s|/@kernel@|/''${kernel#/}|" -e "s|/@initrd@|/''${initrd#/}|" "$grubConfigPath" >"$boot/grub/grub.cfg"
      echo "Installation finished. No error reported."
    '';
    # What grub-bios-setup writes: the boot sector, which names the sector of the core, whose first one names the next.
    onDisk = lib.optionalString (!cfg.grub.efiSupport) ''
      put() { dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }
      printf '\001\010\000\000\000\000\000\000' | put core.img 500
      dd if=core.img of="$disk" bs=512 seek=2048 conv=notrunc 2>/dev/null
      dd if="$grub/$platform/boot.img" of="$disk" bs=440 count=1 conv=notrunc 2>/dev/null
      printf '\000\010\000\000\000\000\000\000' | put "$disk" 92
    '';
  };
in
{
  options.boot.loader = {
    systemd-boot = {
      enable = mkOption { type = types.bool; default = !cfg.grub.enable; };
      # Runs at the end of the loader's installation, in the EFI system partition's tree.
      extraInstallCommands = mkOption { type = types.lines; default = ""; };
    };
    grub = {
      enable = mkOption { type = types.bool; default = false; };
      device = mkOption { type = types.str; default = "nodev"; };
      efiSupport = mkOption { type = types.bool; default = false; };
      extraConfig = mkOption { type = types.lines; default = ""; };
      # The same, in the tree of /boot.
      extraInstallCommands = mkOption { type = types.lines; default = ""; };
    };
    # How the chosen one is installed.
    installation = mkOption { type = types.raw; };
    timeout = mkOption { type = types.int; default = 0; };
    efi.canTouchEfiVariables = mkOption { type = types.bool; default = false; };
  };

  config.assertions = [{
    assertion = !cfg.grub.enable || cfg.grub.efiSupport || cfg.grub.device != "nodev";
    message = "You must set the option ‘boot.loader.grub.devices’ or 'boot.loader.grub.mirroredBoots' to make the system bootable.";
  }];
  config.boot.loader.installation = if cfg.grub.enable then grub else systemdBoot;
}
