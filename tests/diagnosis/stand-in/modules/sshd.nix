{ lib, config, ... }:
let inherit (lib) mkOption types; in
{
  options.services.openssh = {
    enable = lib.mkEnableOption "the OpenSSH secure shell daemon";
    ports = mkOption { type = types.listOf types.port; default = [ 22 ]; };
    settings = mkOption {
      default = { };
      type = types.submodule {
        freeformType = types.attrsOf (types.either types.bool (types.either types.int types.str));
        options.PermitRootLogin = mkOption {
          type = types.enum [ "yes" "without-password" "prohibit-password" "forced-commands-only" "no" ];
          default = "prohibit-password";
        };
        options.PasswordAuthentication = mkOption { type = types.bool; default = true; };
      };
    };
  };
  config = lib.mkIf config.services.openssh.enable {
    systemd.services.sshd.script = "sshd ${toString config.services.openssh.ports} ${builtins.toJSON config.services.openssh.settings}";
  };
}
