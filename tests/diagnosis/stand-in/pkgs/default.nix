# Packages that nixpkgs refuses, in the words of pkgs/stdenv/generic/check-meta.nix.
{ lib }:
let
  place = toString ./default.nix;
  refuse = name: reason: advice: throw "Package ‘${name}’ in ${place}:5 ${reason}, refusing to evaluate.\n\n${advice}\n";
in
{
  linuxPackages = { kernel = lib.mkDerivation { name = "linux-6.12"; }; };
  bash = lib.mkDerivation { name = "bash-5.2"; };
  git = lib.mkDerivation { name = "git-2.50"; };
  callPackage = path: arguments:
    let f = import path; in
    f (builtins.intersectAttrs (builtins.functionArgs f) (import ./default.nix { inherit lib; } // { inherit lib; }) // arguments);
  hello = lib.mkDerivation { name = "hello-2.12"; };
  driver = refuse "driver-580.1" "has an unfree license (‘unfree’)" ''
    a) To temporarily allow unfree packages, you can use an environment variable
       for a single invocation of the nix tools.

         $ export NIXPKGS_ALLOW_UNFREE=1

    b) For `nixos-rebuild` you can set
      { nixpkgs.config.allowUnfree = true; }
    in configuration.nix to override this.'';
  wreck = refuse "wreck-1.0" "is marked as broken" "a) To temporarily allow broken packages, you can use an environment variable";
  leaky = refuse "leaky-1.1.1w" "is marked as insecure" "Known issues:\n - CVE-2023-0000";
  foreign = refuse "foreign-3" "is not available on the requested hostPlatform:\n  hostPlatform.config = \"x86_64-unknown-linux-gnu\"" "a) To temporarily allow packages that are unsupported for this system";
  problem = throw "Refusing to evaluate package 'problem-2.0' in ${place}:9 because it has problems: broken\n\n- broken: does not build";
  problemUnfree = throw "Refusing to evaluate package 'tool-7' in ${place}:9 because it has an unfree license (‘unfree’)\n";
}
