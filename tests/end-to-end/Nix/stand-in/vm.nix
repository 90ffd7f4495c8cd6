# The options of a VM that the hosts set (nixos/modules/virtualisation/qemu-vm.nix).
{ lib, ... }:
let
  inherit (lib) mkOption types;
  option = type: mkOption { inherit type; };
  optional = type: default: mkOption { inherit type default; };
in
{
  options.virtualisation = {
    cores = optional types.int 1;
    diskSize = optional types.int 1024;
    emptyDiskImages = optional
      (types.listOf (types.submodule {
        options = {
          size = option types.int;
          driveConfig = optional (types.attrsOf types.anything) { };
        };
      }))
      [ ];
    fileSystems = optional
      (types.attrsOf (types.submodule {
        options = {
          device = option types.str;
          fsType = optional types.str "auto";
          options = optional (types.listOf types.str) [ "defaults" ];
          autoFormat = optional types.bool false;
        };
      }))
      { };
    graphics = optional types.bool true;
    memorySize = optional types.int 1024;
  };
}
