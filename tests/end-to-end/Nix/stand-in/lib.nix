let
  lib = import ./lib/modules.nix { inherit lib; } // {
    types = let types = import ./lib/types.nix { inherit lib; }; in types // { ints = { inherit (types) between; }; };
    concatMapStrings = f: list: builtins.concatStringsSep "" (map f list);
    genAttrs = names: make: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);

    filterAttrs = keep: set: removeAttrs set (builtins.filter (name: !(keep name set.${name})) (builtins.attrNames set));

    nixosSystem = { modules }: lib.evalModules {
      modules = [ ./nixos.nix ] ++ modules;
      specialArgs.pkgs = import ./packages.nix "x86_64-linux";
      specialArgs.extendModules = more: lib.nixosSystem { modules = modules ++ more.modules; };
    } // {
      extendModules = more: lib.nixosSystem { modules = modules ++ more.modules; };
    };
  };
in
lib
