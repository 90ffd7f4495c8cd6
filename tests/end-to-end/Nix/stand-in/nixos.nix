# The options of NixOS that the hosts set, with their names and types, and a system that is only a list of them.
{ lib, config, pkgs, extendModules, ... }:
let
  inherit (lib) mkOption types;
  option = type: mkOption { inherit type; };
  optional = type: default: mkOption { inherit type default; };
  service = types.attrsOf types.anything;
  fileSystem = types.submodule {
    options = {
      device = option types.str;
      fsType = optional types.str "auto";
      options = optional (types.listOf types.str) [ "defaults" ];
      autoFormat = optional types.bool false;
    };
  };

  # As in nixos/modules/virtualisation/build-vm.nix: the same host, with what the VM has beyond it.
  variant = {
    description = "configuration of the VM";
    check = value: builtins.isAttrs value || builtins.isFunction value;
    getSubOptions = _: { };
    empty = (extendModules { modules = [ ./vm.nix ]; }).config;
    merge = _: defs: (extendModules {
      modules = [ ./vm.nix ] ++ map (def: if builtins.isAttrs def.value then { _file = def.file; config = def.value; } else def.value) defs;
    }).config;
  };
  # Every option is in it, so that evaluating it evaluates all of the host; what it says of its VMs is no part of the system.
  all = host: builtins.toJSON (removeAttrs host [ "system" "virtualisation" ]
    // { machine = removeAttrs host.virtualisation [ "vmVariant" "vmVariantWithBootLoader" ]; });
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
    fileSystems = optional (types.attrsOf fileSystem) { };
    networking.firewall.allowedTCPPorts = optional (types.listOf types.int) [ ];
    networking.firewall.allowedUDPPorts = optional (types.listOf types.int) [ ];
    networking.firewall.enable = optional types.bool true;
    networking.hostName = optional types.str "nixos";
    networking.wireguard.interfaces = optional
      (types.attrsOf (types.submodule {
        options = {
          generatePrivateKeyFile = optional types.bool false;
          ips = optional (types.listOf types.str) [ ];
          listenPort = optional (types.nullOr types.int) null;
          privateKeyFile = optional (types.nullOr types.str) null;
          peers = optional
            (types.listOf (types.submodule {
              options = {
                allowedIPs = option (types.listOf types.str);
                endpoint = optional (types.nullOr types.str) null;
                persistentKeepalive = optional (types.nullOr types.int) null;
                publicKey = option types.str;
              };
            }))
            [ ];
        };
      }))
      { };
    nixpkgs.hostPlatform = option types.str;
    security.acme.acceptTerms = optional types.bool false;
    security.acme.defaults.email = optional (types.nullOr types.str) null;
    services.displayManager.autoLogin.enable = optional types.bool false;
    services.displayManager.autoLogin.user = optional types.str "";
    services.displayManager.defaultSession = optional types.str "";
    services.nginx.enable = optional types.bool false;
    services.nginx.virtualHosts = optional
      (types.attrsOf (types.submodule {
        options = {
          default = optional types.bool false;
          enableACME = optional types.bool false;
          forceSSL = optional types.bool false;
          root = optional types.anything null;
        };
      }))
      { };
    services.openssh.enable = optional types.bool false;
    services.openssh.settings.PasswordAuthentication = optional types.bool true;
    services.openssh.settings.PermitRootLogin = optional types.str "prohibit-password";
    services.postgresql.enable = optional types.bool false;
    services.postgresql.ensureDatabases = optional (types.listOf types.str) [ ];
    services.postgresql.ensureUsers = optional
      (types.listOf (types.submodule {
        options = {
          name = option types.str;
          ensureDBOwnership = optional types.bool false;
        };
      }))
      [ ];
    services.postgresql.package = optional types.package pkgs.postgresql;
    services.restic.backups = optional
      (types.attrsOf (types.submodule {
        options = {
          initialize = optional types.bool false;
          passwordFile = option types.str;
          paths = optional (types.listOf types.str) [ ];
          repository = optional (types.nullOr types.str) null;
          timerConfig = optional (types.nullOr service) null;
        };
      }))
      { };
    services.smartd.enable = optional types.bool false;
    services.xserver.enable = optional types.bool false;
    services.xserver.desktopManager.xfce.enable = optional types.bool false;
    services.xserver.displayManager.lightdm.enable = optional types.bool false;
    system.build.toplevel = option types.anything;
    system.build.vm = option types.anything;
    system.build.vmTest = optional types.anything { };
    system.stateVersion = option types.str;
    systemd.services = optional (types.attrsOf service) { };
    systemd.tmpfiles.settings = optional (types.attrsOf (types.attrsOf (types.attrsOf service))) { };
    users.users = optional
      (types.attrsOf (types.submodule {
        options = {
          isNormalUser = optional types.bool false;
          description = optional types.str "";
          extraGroups = optional (types.listOf types.str) [ ];
        };
      }))
      { };
    virtualisation.vmVariant = option variant;
    virtualisation.vmVariantWithBootLoader = option variant;
  };

  config.system.build = {
    toplevel =
      if failed != [ ] then throw "\nFailed assertions:\n${lib.concatMapStrings (each: "- ${each.message}\n") failed}"
      else pkgs.runCommand "nixos-system-${config.networking.hostName}" { all = all config; } "printf %s \"$all\" > $out";
    vm = pkgs.runCommand "nixos-vm"
      {
        inherit (config.system.build) toplevel;
        machines = map all [ config.virtualisation.vmVariant config.virtualisation.vmVariantWithBootLoader ];
      } "mkdir -p $out/bin; echo exit 0 > $out/bin/run-${config.networking.hostName}-vm; chmod +x $out/bin/*";
  };
}
