{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  unitOption = types.either types.bool (types.either types.int (types.either types.str (types.listOf types.str)));
  common = {
    description = mkOption { type = types.str; default = ""; };
    wantedBy = mkOption { type = types.listOf types.str; default = [ ]; };
    after = mkOption { type = types.listOf types.str; default = [ ]; };
    unitConfig = mkOption { type = types.attrsOf unitOption; default = { }; };
  };
  # A section whose fields are checked one by one, and that fails as a whole.
  section = group: fields: types.attrsOf unitOption // {
    description = "attribute set of (systemd option)";
    check = value: builtins.isAttrs value && (
      let extra = builtins.filter (name: !builtins.elem name fields) (builtins.attrNames value); in
      extra == [ ] || builtins.trace "Systemd ${group} has extra fields [${builtins.concatStringsSep " " extra}]." false
    );
  };
  unit = more: types.attrsOf (types.submodule { options = common // more; });
in
{
  options.systemd = {
    services = mkOption {
      default = { };
      type = unit {
        enable = mkOption { type = types.bool; default = true; };
        script = mkOption { type = types.lines; default = ""; };
        environment = mkOption { type = types.attrsOf (types.nullOr types.str); default = { }; };
        serviceConfig = mkOption { type = types.attrsOf unitOption; default = { }; };
      };
    };
    timers = mkOption { default = { }; type = unit { timerConfig = mkOption { type = types.attrsOf unitOption; default = { }; }; }; };
    sockets = mkOption { default = { }; type = unit { listenStreams = mkOption { type = types.listOf types.str; default = [ ]; }; }; };
    network.networks = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options.networkConfig = mkOption { type = section "Network" [ "Address" "DHCP" "DNS" ]; default = { }; };
      });
    };
    tmpfiles.rules = mkOption { type = types.listOf types.str; default = [ ]; };
  };
  config.system.parts = [
    (builtins.toJSON (builtins.mapAttrs
      (name: service: service // (if service.serviceConfig ? ExecStart || service.script != "" then { } else { empty = true; }))
      config.systemd.services))
    (builtins.toJSON config.systemd.timers)
    (builtins.toJSON config.systemd.sockets)
    (builtins.toJSON config.systemd.network.networks)
  ] ++ config.systemd.tmpfiles.rules;
}
