# The options that the cases use, and a system made of them.
{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  failed = map (entry: entry.message) (builtins.filter (entry: !entry.assertion) config.assertions);
  checked =
    if failed == [ ] then (system: system)
    else throw "\nFailed assertions:\n${builtins.concatStringsSep "\n" (map (text: "- ${text}") failed)}";
in
{
  options = {
    assertions = mkOption { type = types.listOf types.anything; default = [ ]; };
    networking.hostName = mkOption { type = types.str; default = "nixos"; };
    networking.firewall.enable = mkOption { type = types.bool; default = true; };
    boot.kernelModules = mkOption { type = types.listOf types.str; default = [ ]; };
    boot.loader.timeout = mkOption { type = types.int; default = 5; };
    services.web.enable = mkOption { type = types.bool; default = false; };
    services.web.user = mkOption { type = types.str; };
    services.web.port = mkOption { type = types.int; default = 80; };
    services.web.virtualHosts = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        root = mkOption { type = types.str; default = "/var/www"; };
        listen.port = mkOption { type = types.int; default = 80; };
      });
    };
    system.stateVersion = mkOption { type = types.str; readOnly = true; default = "26.05"; };
    environment.systemPackages = mkOption { type = types.listOf types.anything; default = [ ]; };
    system.parts = mkOption { type = types.listOf types.anything; default = [ ]; };
    system.build.toplevel = mkOption { type = types.anything; };
    system.build.vm = mkOption { type = types.anything; };
  };
  config = {
    system.build.toplevel = checked (lib.mkDerivation {
      name = "nixos-system-${config.networking.hostName}";
      text = builtins.toJSON {
        inherit (config.networking) hostName firewall;
        inherit (config.boot) kernelModules loader;
        inherit (config.system) stateVersion;
        inherit (config.services.web) enable port virtualHosts;
        user = if config.services.web.enable then config.services.web.user else null;
      };
      packages = config.environment.systemPackages;
      inherit (config.system) parts;
    });
    system.build.vm = lib.mkDerivation {
      name = "nixos-vm";
      inherit (config.system.build) toplevel;
      script = "PATH=/usr/bin:/bin; mkdir -p $out/bin; echo exit 0 > $out/bin/run-nixos-vm";
    };
  };
}
