# What makes a host a desktop. The login screen itself is a unit of the host's, as display managers differ.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkIf mkOption types;
in
{
  options.services.displayManager.enable = mkOption { type = types.bool; default = false; };

  config = mkIf config.services.displayManager.enable {
    systemd.defaultUnit = lib.mkDefault "graphical.target";
    assertions = [{
      assertion = pkgs.base.kind == "desktop";
      message = "services.displayManager.enable needs the guest of the kind desktop: make it with prepare.sh CACHE_DIR desktop.";
    }];
  };
}
