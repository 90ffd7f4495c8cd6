{ lib, config, ... }:
let inherit (lib) mkOption types; in
{
  options = {
    environment.systemPackages = mkOption { type = types.listOf types.package; default = [ ]; };
    environment.variables = mkOption { type = types.attrsOf (types.either types.str types.int); default = { }; };
    environment.etc = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options = {
          text = mkOption { type = types.nullOr types.lines; default = null; };
          source = mkOption { type = types.path; };
          mode = mkOption { type = types.str; default = "symlink"; };
        };
      });
    };
    time.timeZone = mkOption { type = types.nullOr types.str; default = null; };
    i18n.defaultLocale = mkOption { type = types.str; default = "en_US.UTF-8"; };
    nix.settings = mkOption {
      default = { };
      type = types.submodule {
        freeformType = types.attrsOf types.anything;
        options.max-jobs = mkOption { type = types.either types.int (types.enum [ "auto" ]); default = "auto"; };
        options.trusted-users = mkOption { type = types.listOf types.str; default = [ "root" ]; };
      };
    };
  };
  config.system.parts = [
    (builtins.toJSON config.environment.variables)
    (builtins.toJSON config.nix.settings)
    (toString config.time.timeZone + config.i18n.defaultLocale)
  ] ++ lib.mapAttrsToList (name: file: "${name} ${if file.text != null then file.text else toString file.source} ${file.mode}") config.environment.etc;
}
