{ lib, config, pkgs, ... }:
let inherit (lib) mkOption types; in
{
  options.boot = {
    kernelModules = mkOption { type = types.listOf types.str; default = [ ]; };
    kernelParams = mkOption { type = types.listOf types.str; default = [ ]; };
    kernelPackages = mkOption { type = types.anything; default = pkgs.linuxPackages; };
    loader.timeout = mkOption { type = types.int; default = 5; };
    loader.grub.enable = lib.mkEnableOption "the GNU GRUB boot loader";
    loader.grub.device = mkOption { type = types.str; default = ""; };
    loader.grub.devices = mkOption { type = types.listOf types.str; default = [ ]; };
    tmp.cleanOnBoot = mkOption { type = types.bool; default = false; };
    kernel.sysctl = mkOption {
      default = { };
      type = types.submodule { freeformType = types.attrsOf (types.nullOr (types.either types.int types.str)); };
    };
  };
  config = {
    boot.loader.grub.devices = lib.mkIf (config.boot.loader.grub.device != "") [ config.boot.loader.grub.device ];
    assertions = [{
      assertion = config.boot.loader.grub.enable -> config.boot.loader.grub.devices != [ ];
      message = "You must set the option ‘boot.loader.grub.devices’ or 'boot.loader.grub.mirroredBoots' to make the system bootable.";
    }];
  };
}
