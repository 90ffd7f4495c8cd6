{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  device = point: fs:
    if fs.device != null then fs.device
    else if fs.label != null then "/dev/disk/by-label/${fs.label}"
    else throw "No device specified for mount point ‘${point}’.";
in
{
  options.fileSystems = mkOption {
    default = { };
    type = types.attrsOf (types.submodule {
      options = {
        device = mkOption { type = types.nullOr types.str; default = null; };
        label = mkOption { type = types.nullOr types.str; default = null; };
        fsType = mkOption { type = types.str; default = "auto"; };
        options = mkOption { type = types.listOf types.str; default = [ "defaults" ]; };
        neededForBoot = mkOption { type = types.bool; default = false; };
      };
    });
  };
  options.swapDevices = mkOption {
    default = [ ];
    type = types.listOf (types.submodule {
      options.device = mkOption { type = types.str; };
      options.size = mkOption { type = types.nullOr types.int; default = null; };
      options.priority = mkOption { type = types.nullOr types.int; default = null; };
    });
  };
  config.system.parts =
    lib.mapAttrsToList (point: fs: "${device point fs} ${point} ${fs.fsType} ${builtins.concatStringsSep "," fs.options}") config.fileSystems
    ++ map (swap: "${swap.device} ${toString swap.size} ${toString swap.priority}") config.swapDevices;
}
