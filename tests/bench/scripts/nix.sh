#!/usr/bin/env bash
# What FlakeCheck and BuildVm cost beside the bare nix commands, on a flake whose result is built already.
#
#   bench nix [-n RUNS] FLAKE HOST
#
# Prints the medians of RUNS (default 9) wall times. The bare commands are those that a person would type: metadata, the names of
# the hosts, the evaluation of the host, the build.
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

runs=9
if [[ ${1:-} == -n ]]; then
  runs=$2
  shift 2
fi
flake=$(cd -- "${1:?usage: bench nix [-n RUNS] FLAKE HOST}" && pwd -P)
host=${2:?usage: bench nix [-n RUNS] FLAKE HOST}

bare() {
  (
    cd -- "$flake"
    export NIX_CONFIG=$'extra-experimental-features = nix-command flakes\nbuild-users-group =\nwarn-dirty = false\neval-cache = false'
    nix flake metadata --json .
    nix eval --json .#nixosConfigurations --apply builtins.attrNames
    # shellcheck disable=SC2016 # the expression is Nix's, and so are its variables
    read -r toplevel vm < <(nix eval --raw ".#nixosConfigurations.\"$host\".config.system.build" --apply 'build: "${build.toplevel.drvPath} ${build.vm.drvPath}\n"')
    nix-store --realise "$toplevel" "$vm"
  )
}
phase() { "$root/build.sh" --target="$1" "--flake=$flake" "--host=$host" --install=direct --accel=tcg "--output=$work/out"; }

bare >/dev/null 2>&1
phase BuildVm >/dev/null
read -r nix _ <<<"$(median_ms "$runs" bare)"
read -r start _ <<<"$(median_ms "$runs" phase CheckKvm)"
read -r whole _ <<<"$(median_ms "$runs" phase BuildVm)"
# Whole milliseconds, which the shell can subtract.
nix=${nix%.*} start=${start%.*} whole=${whole%.*}
printf 'bare nix commands      %6d ms\nCheckKvm alone         %6d ms\nCheckKvm to BuildVm    %6d ms\nFlakeCheck and BuildVm %6d ms\noverhead               %6d ms\n' \
  "$nix" "$start" "$whole" "$((whole - start))" "$((whole - start - nix))"
