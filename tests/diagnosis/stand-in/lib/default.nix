# A stand-in for nixpkgs' lib with nixosSystem. It fails with the texts of nixpkgs lib/modules.nix and lib/types.nix, thrown
# from inside this folder as nixpkgs throws them from inside itself.
let
  lib = {
    inherit (import ./modules.nix { inherit lib; }) evalModules evalOptions mkOption mkForce mkDefault showDefs showOption;
    types = import ./types.nix { inherit lib; };
    concatMapStrings = f: list: builtins.concatStringsSep "" (map f list);

    mkDerivation = attrs: derivation ({
      system = "x86_64-linux";
      builder = "/bin/sh";
      args = [ "-c" (attrs.script or "echo made > $out") ];
    } // removeAttrs attrs [ "script" ]);

    # What config.system.build.toplevel and .vm are made of.
    nixosSystem = { modules, specialArgs ? { } }:
      let
        evaluated = lib.evalModules {
          modules = [ ./nixos.nix ] ++ modules;
          specialArgs = { pkgs = import ../pkgs { inherit lib; }; } // specialArgs;
        };
      in
      evaluated // { inherit lib; };
  };
in
lib
