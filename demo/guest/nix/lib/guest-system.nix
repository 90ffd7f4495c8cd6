# guestSystem { modules = [ ... ]; }: like nixosSystem. The result has what
# `nixosConfigurations.<host>` has as far as this guest can tell.
# `variant` says that this is the configuration of its VM, as NixOS's virtualisation.vmVariant makes one.
{ modules, specialArgs ? { }, system ? "x86_64-linux", variant ? false }:
let
  lib = import ./default.nix;
  pkgs = import ./packages.nix { inherit lib; parts = ../parts; };
  evaluated = lib.evalModules {
    modules = [
      ../modules/boot.nix
      ../modules/desktop.nix
      ../modules/disk.nix
      ../modules/etc.nix
      ../modules/file-systems.nix
      ../modules/loaders.nix
      ../modules/system.nix
      ../modules/systemd.nix
      ../modules/vm.nix
    ] ++ modules;
    specialArgs = { inherit pkgs variant; extendVariant = more: (extend { modules = more; variant = true; }).config; } // specialArgs;
  };
  extend = more: import ./guest-system.nix {
    inherit system;
    variant = more.variant or variant;
    modules = modules ++ more.modules or [ ];
    specialArgs = specialArgs // more.specialArgs or { };
  };
in
if system != "x86_64-linux" then
  throw "the reference guest is for x86_64-linux only, not for ${system}"
else {
  inherit (evaluated) config options;
  inherit lib pkgs;
  extendModules = extend;
}
