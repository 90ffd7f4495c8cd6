#!/usr/bin/env bash
# How long a start takes that has nothing to build: build.sh beside dotnet run.
#
#   bench startup [-n RUNS] [ARGUMENT…]
#
# Prints the median and the fastest of RUNS (default 15) wall times, and how many times faster build.sh is. The arguments go to
# the host; the default, --description, lists the tasks and runs none.
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

runs=15
if [[ ${1:-} == -n ]]; then
  runs=$2
  shift 2
fi
(($# > 0)) || set -- --description
cd -- "$root"

row() { printf '| %-28s | %11s | %12s |\n' "$@"; }

# Both are built and warm before anything is measured; what fails here would fail, fast, in every measured run.
VMTEST_AHEAD_OF_TIME=now ./build.sh "$@" >/dev/null
while compgen -G '.host/*/compiling' >/dev/null; do sleep 0.2; done
dotnet build build --configuration Release -v quiet >/dev/null
dotnet run --project build --configuration Release --no-build -- "$@" >/dev/null

read -r launcher launcher_fastest <<<"$(median_ms "$runs" ./build.sh "$@")"
read -r no_build no_build_fastest <<<"$(median_ms "$runs" dotnet run --project build --configuration Release --no-build -- "$@")"
read -r checked checked_fastest <<<"$(median_ms "$runs" dotnet run --project build --configuration Release -- "$@")"

echo "Warm start with '$*', $runs runs each:"
row 'command' 'median (ms)' 'fastest (ms)'
row '----------------------------' '----------:' '-----------:'
row './build.sh' "$launcher" "$launcher_fastest"
row 'dotnet run --no-build' "$no_build" "$no_build_fastest"
row 'dotnet run' "$checked" "$checked_fastest"
awk -v a="$launcher" -v b="$no_build" -v c="$checked" \
  'BEGIN { printf "build.sh is %.1f times as fast as dotnet run --no-build, %.1f times as fast as dotnet run.\n", b / a, c / a }'
