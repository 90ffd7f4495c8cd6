# The options of NixOS that the hosts set, with their names and types, and a system that is only a list of them.
{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  option = type: mkOption { inherit type; };
  optional = type: default: mkOption { inherit type default; };
  service = types.attrsOf types.anything;
  failed = builtins.filter (each: !each.assertion) config.assertions;
in
{
  options = {
    assertions = optional (types.listOf types.anything) [ ];
    boot.initrd.availableKernelModules = optional (types.listOf types.str) [ ];
    boot.loader.efi.canTouchEfiVariables = optional types.bool false;
    boot.loader.systemd-boot.enable = optional types.bool false;
    documentation.enable = optional types.bool true;
    environment.etc = optional service { };
    fileSystems = optional
      (types.attrsOf (types.submodule {
        options = {
          device = option types.str;
          fsType = optional types.str "auto";
          options = optional (types.listOf types.str) [ "defaults" ];
        };
      }))
      { };
    networking.firewall.allowedTCPPorts = optional (types.listOf types.int) [ ];
    networking.firewall.enable = optional types.bool true;
    networking.hostName = optional types.str "nixos";
    nixpkgs.hostPlatform = option types.str;
    services.displayManager.autoLogin.enable = optional types.bool false;
    services.displayManager.autoLogin.user = optional types.str "";
    services.displayManager.defaultSession = optional types.str "";
    services.nginx.enable = optional types.bool false;
    services.nginx.virtualHosts = optional
      (types.attrsOf (types.submodule {
        options = {
          default = optional types.bool false;
          root = optional types.anything null;
        };
      }))
      { };
    services.openssh.enable = optional types.bool false;
    services.openssh.settings.PasswordAuthentication = optional types.bool true;
    services.openssh.settings.PermitRootLogin = optional types.str "prohibit-password";
    services.xserver.enable = optional types.bool false;
    services.xserver.desktopManager.xfce.enable = optional types.bool false;
    services.xserver.displayManager.lightdm.enable = optional types.bool false;
    system.build.toplevel = option types.anything;
    system.build.vm = option types.anything;
    system.build.vmTest = optional types.anything { };
    system.stateVersion = option types.str;
    systemd.services = optional (types.attrsOf service) { };
    users.users = optional
      (types.attrsOf (types.submodule {
        options = {
          isNormalUser = optional types.bool false;
          description = optional types.str "";
          extraGroups = optional (types.listOf types.str) [ ];
        };
      }))
      { };
    virtualisation.vmVariant.virtualisation = optional service { };
    virtualisation.vmVariantWithBootLoader.virtualisation = optional service { };
  };

  config.system.build = {
    # Every option is in it, so that evaluating the system evaluates all of the host.
    toplevel = if failed != [ ] then throw "\nFailed assertions:\n${lib.concatMapStrings (each: "- ${each.message}\n") failed}" else pkgs.runCommand "nixos-system-${config.networking.hostName}" { all = builtins.toJSON (removeAttrs config [ "system" ]); } "printf %s \"$all\" > $out";
    vm = pkgs.runCommand "nixos-vm" { inherit (config.system.build) toplevel; } "mkdir -p $out/bin; echo exit 0 > $out/bin/run-${config.networking.hostName}-vm; chmod +x $out/bin/*";
  };
}
