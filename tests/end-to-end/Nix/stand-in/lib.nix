let
  lib = import ./lib/modules.nix { inherit lib; } // {
    types = let types = import ./lib/types.nix { inherit lib; }; in types // { ints = { inherit (types) between; }; };
    inherit (builtins) concatMap;
    concatMapStrings = f: list: builtins.concatStringsSep "" (map f list);
    genAttrs = names: make: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);

    licenses.mit = { spdxId = "MIT"; };
    makeBinPath = list: builtins.concatStringsSep ":" (map (package: "${package}/bin") list);

    # A set of files is what says of a path whether it is in it.
    fileset = let
      inside = folder: path: path == toString folder || builtins.substring 0 (builtins.stringLength (toString folder) + 1) path == "${toString folder}/";
      existing = path: assert builtins.pathExists path || throw "lib.fileset: ${toString path} does not exist"; [ path ];
      paths = set: if builtins.isList set then set else existing set;
    in {
      maybeMissing = path: if builtins.pathExists path then [ path ] else [ ];
      unions = sets: builtins.concatMap paths sets;
      difference = some: others: { inherit some others; };
      toSource = { root, fileset }: builtins.path {
        name = "source";
        path = root;
        filter = path: type:
          builtins.any (folder: inside folder path || inside path (toString folder)) fileset.some
          && !(builtins.any (folder: inside folder path) fileset.others);
      };
    };

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
