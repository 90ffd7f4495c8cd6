#!/usr/bin/env bash
# What FlakeCheck and BuildVm cost beside the bare nix commands, on a flake whose result is built already.
#
#   tests/bench/nix-overhead.sh [-n RUNS] FLAKE HOST
#
# Prints the medians of RUNS (default 9) wall times. The bare commands are those that a person would type: metadata, the names of
# the hosts, the evaluation of the host, the build.
set -euo pipefail
export LC_ALL=C

runs=9
if [[ ${1:-} == -n ]]; then
  runs=$2
  shift 2
fi
flake=$(cd -- "${1:?usage: nix-overhead.sh [-n RUNS] FLAKE HOST}" && pwd -P)
host=${2:?usage: nix-overhead.sh [-n RUNS] FLAKE HOST}
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
output=$(mktemp -d)
trap 'rm -rf -- "$output"' EXIT

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
vmtest() { "$root/build.sh" --target="$1" "--flake=$flake" "--host=$host" --install=direct --accel=tcg "--output=$output"; }

# Median wall time of a command in milliseconds.
measure() {
  local i started
  for ((i = 0; i < runs; i++)); do
    started=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 </dev/null
    echo $((${EPOCHREALTIME/./} - started))
  done | sort -n | awk '{ t[NR] = $1 } END { printf "%.0f\n", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2000 }'
}

bare >/dev/null 2>&1
vmtest BuildVm >/dev/null
nix=$(measure bare)
start=$(measure vmtest CheckKvm)
whole=$(measure vmtest BuildVm)
printf 'bare nix commands      %6d ms\nCheckKvm alone         %6d ms\nCheckKvm to BuildVm    %6d ms\nFlakeCheck and BuildVm %6d ms\noverhead               %6d ms\n' \
  "$nix" "$start" "$whole" "$((whole - start))" "$((whole - start - nix))"
