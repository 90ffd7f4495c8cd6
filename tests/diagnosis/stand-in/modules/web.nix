# A server that is in no distribution, for what no module of NixOS has.
{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.services.web;
in
{
  options.services.web = {
    enable = mkOption { type = types.bool; default = false; };
    user = mkOption { type = types.str; };
    port = mkOption { type = types.int; default = 80; };
    virtualHosts = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options.root = mkOption { type = types.str; default = "/var/www"; };
        options.listen.port = mkOption { type = types.int; default = 80; };
      });
    };
  };
  config.system.parts = [ (builtins.toJSON { inherit (cfg) enable port virtualHosts; user = if cfg.enable then cfg.user else null; }) ];
}
