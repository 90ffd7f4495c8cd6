# Packages that are only names, and functions that make small derivations with this machine's tools.
system:
let
  make = name: script: attrs: derivation ({
    inherit name system;
    builder = "/bin/sh";
    args = [ "-c" "PATH=/usr/bin:/bin; ${script}" ];
  } // attrs);
  package = name: make name "mkdir -p $out/bin" { };

  functions = {
    lib = import ./lib.nix;
    buildDotnetModule = import ./dotnet.nix system;
    callPackage = path: given:
      let function = import path; in function (builtins.intersectAttrs (builtins.functionArgs function) packages // given);
    mkShell = { packages }: make "shell" "echo $packages > $out" { inherit packages; };
    python3.withPackages = choose: make "python3" "echo $packages > $out" { packages = choose packages; };
    runCommand = name: attrs: script: make name script attrs;
    stdenv.hostPlatform.system = system;
    writeShellApplication = { name, runtimeInputs, text }: make name "mkdir -p $out/bin; { echo '#!/usr/bin/env bash'; echo 'set -euo pipefail'; printf %s \"$text\"; } > $out/bin/${name}; chmod +x $out/bin/${name}" { inherit runtimeInputs text; };
    writeShellScript = name: text: make name "{ echo '#!/bin/sh'; printf %s \"$text\"; } > $out; chmod +x $out" { inherit text; };
    writeTextDir = path: text: make "text" "mkdir -p $out; printf %s \"$text\" > $out/${path}" { inherit text; };
  };

  names = [
    "actionlint" "binutils" "chromium" "coreutils" "cpio" "curl" "dotnet-sdk_10" "dpkg" "e2fsprogs" "fakeroot" "findutils" "gawk" "git" "gnugrep"
    "gnused" "jq" "jsonschema" "nix" "nodejs" "postgresql" "procps" "pyyaml" "qemu" "shellcheck" "util-linux" "xz" "yamllint" "zstd"
  ];
  packages = builtins.listToAttrs (map (name: { inherit name; value = package name; }) names) // functions;
in
packages
