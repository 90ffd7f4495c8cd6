# File systems and swap: what the kernel, the initrd and /etc/fstab hear of them.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  root = config.fileSystems."/";
  others = removeAttrs config.fileSystems [ "/" ];
  systemdInitrd = config.boot.initrd.systemd.enable;

  optionsOf = system: if system.options == [ ] then "defaults" else lib.concatStringsSep "," system.options;
  line = prefix: more: path: system:
    "${system.device} ${prefix}${path} ${system.fsType} ${lib.concatStringsSep "," ([ (optionsOf system) ] ++ more)} 0 0\n";
  lines = prefix: more: systems: lib.concatStringsSep "" (lib.mapAttrsToList (line prefix more) systems);

  # As the kernel's root= has it.
  called = device:
    let of = folder: builtins.match "/dev/disk/by-${folder}/(.+)" device; in
    if of "label" != null then "LABEL=${lib.head (of "label")}"
    else if of "uuid" != null then "UUID=${lib.head (of "uuid")}"
    else device;
in
{
  options = {
    fileSystems = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options = {
          device = mkOption { type = types.str; default = "/dev/disk/by-label/nixos"; };
          fsType = mkOption { type = types.strMatching "[a-z0-9]+"; default = "ext4"; };
          options = mkOption { type = types.listOf types.str; default = [ ]; };
          neededForBoot = mkOption { type = types.bool; default = false; };
        };
      });
    };
    swapDevices = mkOption {
      default = [ ];
      type = types.listOf (types.submodule {
        options = {
          device = mkOption { type = types.str; };
          options = mkOption { type = types.listOf types.str; default = [ ]; };
        };
      });
    };
    # The lines of the initrd's own table, for what the system itself is on.
    boot.initrd.fstab = mkOption { type = types.lines; };
  };

  config = {
    fileSystems."/" = { };

    boot.kernelParams = [ "root=${called root.device}" ]
      ++ lib.optional (root.fsType != "ext4") "rootfstype=${root.fsType}"
      ++ lib.optional (root.options != [ ]) "rootflags=${optionsOf root}"
      # The initrd of BusyBox mounts it so by itself; the second stage makes what is missing.
      ++ lib.optional systemdInitrd "rw";

    boot.initrd.fstab = lines "/sysroot" (lib.optional systemdInitrd "x-initrd.mount")
      (lib.filterAttrs (path: system: system.neededForBoot || path == "/nix") others);

    environment.etc.fstab = lib.mkIf (others != { } || config.swapDevices != [ ]) {
      text = lines "" [ ] others
        + lib.concatMapStrings (swap: "${swap.device} none swap ${optionsOf swap} 0 0\n") config.swapDevices;
    };
  };
}
