{ lib, config, ... }:
let inherit (lib) mkOption types; in
{
  options.networking = {
    hostName = mkOption { type = types.str; default = "nixos"; };
    hostId = mkOption { type = types.nullOr types.str; default = null; };
    domain = mkOption { type = types.nullOr types.str; default = null; };
    nameservers = mkOption { type = types.listOf types.str; default = [ ]; };
    firewall.enable = mkOption { type = types.bool; default = true; };
    firewall.allowedTCPPorts = mkOption { type = types.listOf types.port; default = [ ]; };
    firewall.allowedUDPPorts = mkOption { type = types.listOf types.port; default = [ ]; };
    useDHCP = mkOption { type = types.bool; default = true; };
    useNetworkd = mkOption { type = types.bool; default = false; };
    networkmanager.enable = lib.mkEnableOption "NetworkManager";
    wireless.enable = lib.mkEnableOption "wpa_supplicant";
    interfaces = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options.useDHCP = mkOption { type = types.nullOr types.bool; default = null; };
        options.ipv4.addresses = mkOption {
          default = [ ];
          type = types.listOf (types.submodule {
            options.address = mkOption { type = types.str; };
            options.prefixLength = mkOption { type = types.between 0 32; };
          });
        };
      });
    };
  };
  config.assertions = [
    {
      assertion = !(config.networking.networkmanager.enable && config.networking.wireless.enable);
      message = "You can not use networking.networkmanager with networking.wireless.\nExcept if you mark some interfaces as <literal>unmanaged</literal> by NetworkManager.\n";
    }
  ];
  config.system.parts = [ (builtins.toJSON { inherit (config.networking) hostId domain nameservers firewall useDHCP useNetworkd interfaces; }) ];
}
