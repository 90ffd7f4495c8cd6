{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.services.nginx;
in
{
  options.services.nginx = {
    enable = lib.mkEnableOption "the nginx web server";
    user = mkOption { type = types.str; default = "nginx"; };
    appendHttpConfig = mkOption { type = types.lines; default = ""; };
    virtualHosts = mkOption {
      default = { };
      type = types.attrsOf (types.submodule ({ name, ... }: {
        options = {
          serverName = mkOption { type = types.str; default = name; };
          root = mkOption { type = types.nullOr types.path; default = null; };
          forceSSL = mkOption { type = types.bool; default = false; };
          onlySSL = mkOption { type = types.bool; default = false; };
          enableACME = mkOption { type = types.bool; default = false; };
          listen = mkOption {
            default = [ ];
            type = types.listOf (types.submodule { options.addr = mkOption { type = types.str; }; options.port = mkOption { type = types.port; default = 80; }; });
          };
          locations = mkOption {
            default = { };
            type = types.attrsOf (types.submodule {
              options.proxyPass = mkOption { type = types.nullOr types.str; default = null; };
              options.extraConfig = mkOption { type = types.lines; default = ""; };
            });
          };
        };
      }));
    };
  };
  options.security.acme.acceptTerms = mkOption { type = types.bool; default = false; };
  options.security.acme.defaults.email = mkOption { type = types.nullOr types.str; default = null; };
  config = lib.mkIf cfg.enable {
    systemd.services.nginx.script = "nginx ${cfg.user} ${cfg.appendHttpConfig} ${builtins.toJSON cfg.virtualHosts}";
    assertions = [
      {
        assertion = builtins.all (host: !(host.forceSSL && host.onlySSL)) (builtins.attrValues cfg.virtualHosts);
        message = "Options services.nginx.service.virtualHosts.<name>.addSSL,\nservices.nginx.virtualHosts.<name>.onlySSL,\nservices.nginx.virtualHosts.<name>.forceSSL,\nand services.nginx.virtualHosts.<name>.rejectSSL are mutually exclusive.\n";
      }
      {
        assertion = builtins.any (host: host.enableACME) (builtins.attrValues cfg.virtualHosts) -> config.security.acme.acceptTerms;
        message = "You must accept the CA's terms of service before using\nthe ACME module by setting `security.acme.acceptTerms`\nto `true`. For Let's Encrypt's ToS see https://letsencrypt.org/repository/\n";
      }
    ];
  };
}
