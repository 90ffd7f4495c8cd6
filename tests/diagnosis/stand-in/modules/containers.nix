{ lib, config, ... }:
let inherit (lib) mkOption types; in
{
  options.virtualisation.oci-containers = {
    backend = mkOption { type = types.enum [ "podman" "docker" ]; default = "podman"; };
    containers = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options = {
          image = mkOption { type = types.str; };
          ports = mkOption { type = types.listOf types.str; default = [ ]; };
          environment = mkOption { type = types.attrsOf types.str; default = { }; };
        };
      });
    };
  };
  config.systemd.services = builtins.listToAttrs (lib.mapAttrsToList
    (name: container: {
      name = "podman-${name}";
      value.script = "${config.virtualisation.oci-containers.backend} run ${container.image} ${toString container.ports} ${builtins.toJSON container.environment}";
    })
    config.virtualisation.oci-containers.containers);
}
