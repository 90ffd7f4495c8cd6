let
  lib = import ./lib/modules.nix { inherit lib; } // {
    types = import ./lib/types.nix { inherit lib; };
    concatMapStrings = f: list: builtins.concatStringsSep "" (map f list);
    genAttrs = names: make: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);

    nixosSystem = { modules }: lib.evalModules {
      modules = [ ./nixos.nix ] ++ modules;
      specialArgs.pkgs = import ./packages.nix "x86_64-linux";
    } // {
      extendModules = more: lib.nixosSystem { modules = modules ++ more.modules; };
    };
  };
in
lib
