# Names, versions, assertions and warnings.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    networking.hostName = mkOption {
      type = types.strMatching "|[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?";
      default = "nixos";
    };
    system.name = mkOption {
      type = types.strMatching "[a-zA-Z0-9][a-zA-Z0-9._-]*";
      default = if config.networking.hostName == "" then "unnamed" else config.networking.hostName;
    };
    # Accepted as every NixOS host sets it; nothing here keeps state that depends on it.
    system.stateVersion = mkOption { type = types.str; default = ""; };
    system.build = mkOption { type = types.attrsOf types.raw; default = { }; };
    system.nixos.version = mkOption { type = types.str; };
    system.nixos.label = mkOption { type = types.strMatching "[a-zA-Z0-9:_.-]*"; };
    assertions = mkOption { type = types.listOf types.raw; default = [ ]; };
    warnings = mkOption { type = types.listOf types.str; default = [ ]; };
  };

  config = {
    # Not a NixOS release, and it does not claim to be one.
    system.nixos.version = lib.mkDefault "reference-guest ${pkgs.base.version} (${pkgs.base.suite})";
    system.nixos.label = lib.mkDefault "reference-guest-${pkgs.base.version}-${pkgs.base.suite}";
    environment.etc.hostname.text = "${config.networking.hostName}\n";
  };
}
