#!/usr/bin/env bash
# How long a start takes that has nothing to build: build.sh beside dotnet run.
#
#   tests/bench/startup.sh [-n RUNS] [ARGUMENT…]
#
# Prints the median and the fastest of RUNS (default 15) wall times, and how many times faster build.sh is. The arguments go to
# the host; the default, --description, lists the tasks and runs none.
set -euo pipefail
export LC_ALL=C

runs=15
if [[ ${1:-} == -n ]]; then
  runs=$2
  shift 2
fi
(($# > 0)) || set -- --description
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd -- "$root"

# "median fastest" of a command's wall times, in milliseconds.
measure() {
  local i started
  for ((i = 0; i < runs; i++)); do
    started=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 </dev/null || true
    echo $((${EPOCHREALTIME/./} - started))
  done | sort -n | awk '{ t[NR] = $1 } END { printf "%.1f %.1f\n", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2000, t[1] / 1000 }'
}

row() { printf '| %-28s | %11s | %12s |\n' "$@"; }

# Both are built and warm before anything is measured; what fails here would fail, fast, in every measured run.
./build.sh "$@" >/dev/null
dotnet build build --configuration Release -v quiet >/dev/null
dotnet run --project build --configuration Release --no-build -- "$@" >/dev/null

read -r launcher launcher_fastest <<<"$(measure ./build.sh "$@")"
read -r no_build no_build_fastest <<<"$(measure dotnet run --project build --configuration Release --no-build -- "$@")"
read -r checked checked_fastest <<<"$(measure dotnet run --project build --configuration Release -- "$@")"

echo "Warm start with '$*', $runs runs each:"
row 'command' 'median (ms)' 'fastest (ms)'
row '----------------------------' '----------:' '-----------:'
row './build.sh' "$launcher" "$launcher_fastest"
row 'dotnet run --no-build' "$no_build" "$no_build_fastest"
row 'dotnet run' "$checked" "$checked_fastest"
awk -v a="$launcher" -v b="$no_build" -v c="$checked" \
  'BEGIN { printf "build.sh is %.1f times as fast as dotnet run --no-build, %.1f times as fast as dotnet run.\n", b / a, c / a }'
