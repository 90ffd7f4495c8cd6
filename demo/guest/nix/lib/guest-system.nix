# guestSystem { modules = [ ... ]; }: like nixosSystem. The result has what
# `nixosConfigurations.<host>` has as far as this guest can tell.
{ modules, specialArgs ? { }, system ? "x86_64-linux" }:
let
  lib = import ./default.nix;
  pkgs = import ./packages.nix { inherit lib; parts = ../parts; };
  evaluated = lib.evalModules {
    modules = [
      ../modules/boot.nix
      ../modules/desktop.nix
      ../modules/disk.nix
      ../modules/etc.nix
      ../modules/system.nix
      ../modules/systemd.nix
      ../modules/vm.nix
    ] ++ modules;
    specialArgs = { inherit pkgs; } // specialArgs;
  };
  extend = more: import ./guest-system.nix {
    inherit system;
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
