# A stand-in for nixpkgs' lib with nixosSystem. It fails with the texts of nixpkgs lib/modules.nix and lib/types.nix, thrown
# from inside this folder as nixpkgs throws them from inside itself.
let
  lib = import ./modules.nix { inherit lib; } // {
    types = import ./types.nix { inherit lib; };
    concatMapStrings = f: list: builtins.concatStringsSep "" (map f list);
    optionals = condition: list: if condition then list else [ ];
    genAttrs = names: f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) names);
    importJSON = path: builtins.fromJSON (builtins.readFile path);
    importTOML = path: builtins.fromTOML (builtins.readFile path);
    mapAttrsToList = f: set: map (name: f name set.${name}) (builtins.attrNames set);
    mkEnableOption = what: lib.mkOption { type = lib.types.bool; default = false; description = "Whether to enable ${what}."; };
    zoneOf = planet: throw "zoneOf: there is no time zone on ${planet}";
    warn = text: value: builtins.trace "warning: ${text}" value;

    mkDerivation = attrs: derivation ({
      system = "x86_64-linux";
      builder = "/bin/sh";
      args = [ "-c" (attrs.script or "echo made > $out") ];
    } // removeAttrs attrs [ "script" ]);

    # What config.system.build.toplevel and .vm are made of. A module that is no file bears the name of the file that lists it.
    nixosSystem = arguments@{ modules, specialArgs ? { } }:
      let
        location = (builtins.unsafeGetAttrPos "modules" arguments).file or "<unknown-file>";
        placed = module: if builtins.isPath module || builtins.isString module then module else { _file = location; imports = [ module ]; };
        evaluated = lib.evalModules {
          modules = import ../modules/module-list.nix ++ map placed modules;
          inherit specialArgs;
          args.pkgs = import ../pkgs { inherit lib; };
        };
      in
      evaluated // { inherit lib; };
  };
in
lib
