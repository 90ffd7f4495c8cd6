# A system made of the options.
{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  failed = map (entry: entry.message) (builtins.filter (entry: !entry.assertion) config.assertions);
  warned = system: builtins.foldl' (all: text: lib.warn text all) system config.warnings;
  checked =
    if failed == [ ] then warned
    else throw "\nFailed assertions:\n${builtins.concatStringsSep "\n" (map (text: "- ${text}") failed)}";
in
{
  options.system = {
    stateVersion = mkOption { type = types.str; readOnly = true; default = "26.05"; };
    parts = mkOption { type = types.listOf types.anything; default = [ ]; };
    build.toplevel = mkOption { type = types.anything; };
    build.vm = mkOption { type = types.anything; };
  };
  config.system.build = {
    toplevel = checked (lib.mkDerivation {
      name = "nixos-system-${config.networking.hostName}";
      text = builtins.toJSON {
        inherit (config.networking) hostName firewall;
        inherit (config.boot) kernelModules kernelParams loader tmp kernel;
        inherit (config.system) stateVersion;
      };
      kernel = config.boot.kernelPackages.kernel;
      packages = config.environment.systemPackages;
      inherit (config.system) parts;
    });
    vm = lib.mkDerivation {
      name = "nixos-vm";
      inherit (config.system.build) toplevel;
      script = "PATH=/usr/bin:/bin; mkdir -p $out/bin; echo exit 0 > $out/bin/run-nixos-vm";
    };
  };
}
