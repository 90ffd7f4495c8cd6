# What every benchmark begins with; to be sourced. Afterwards: $root is the project's folder, $work a folder of its own that
# is removed at the end.
# shellcheck shell=bash
set -euo pipefail
export LC_ALL=C

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# option LETTER DEFAULT ARGUMENT...: the value of a benchmark's only option.
option() {
  local letter=$1 value=$2 name OPTIND=1
  shift 2
  while getopts "$letter:" name; do
    [ "$name" = "$letter" ] || exit 2
    value=$OPTARG
  done
  printf '%s\n' "$value"
}

# reference_guest KIND: builds the reference guest, makes $work/flake, and sets $guest to the folder that a flake takes as input.
reference_guest() {
  # shellcheck disable=SC2034 # for the flakes of the benchmarks
  guest=$("$root/demo/guest/prepare.sh" "${XDG_CACHE_HOME:-$HOME/.cache}/vmtest" "$1")
  mkdir -p "$work/flake"
  # The guest's builders use this machine's programs.
  export NIX_CONFIG="sandbox = false"
}

# vmtest OUTPUT ARGUMENT...: a run on the flake of this benchmark, its report in $work/OUTPUT/latest; shows its output only
# when it left no report.
vmtest() {
  local output=$work/$1
  shift
  mkdir -p "$output"
  "$root/build.sh" --flake="$work/flake" --output="$output" --verbosity=quiet "$@" >"$output.log" 2>&1 || true
  [ -s "$output/latest/report.json" ] || {
    cat "$output.log" >&2
    exit 1
  }
}

# median_ms RUNS COMMAND...: "median fastest" of a command's wall times, in milliseconds.
median_ms() {
  local i started runs=$1
  shift
  for ((i = 0; i < runs; i++)); do
    started=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 </dev/null || true
    echo $((${EPOCHREALTIME/./} - started))
  done | sort -n | awk '{ t[NR] = $1 } END { printf "%.1f %.1f\n", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2000, t[1] / 1000 }'
}
