#!/usr/bin/env bash
# Starts vmtest-mcp out of a checkout: mcp/start.sh --flake=.
#
# It is built where a source is newer than the last build; what building says goes to standard error, for standard output belongs to
# the protocol.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
store=$root/.host/mcp
program=$store/current/vmtest-mcp.dll
log=$store/log

is_old() {
  [[ ! -e $program ]] || [[ -n $(
    cd -- "$root" && find build frosting mcp schemas nix global.json Directory.*.props \
      -type d \( -name bin -o -name obj \) -prune -o -type f -newer "$program" -print -quit
  ) ]]
}

build() (
  # One build at a time: a client may start several servers. Each build has a folder of its own, for servers of earlier ones may run.
  mkdir -p -- "$store"
  exec 9>"$store/lock"
  flock 9
  is_old || exit 0
  echo "mcp/start.sh: building vmtest-mcp, once for this state of its sources" >&2
  fresh=$(mktemp -d -- "$store/build-XXXXXXXX")
  cd -- "$root"
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
  if ! dotnet publish mcp/VmTest.Mcp.csproj --configuration Release --no-self-contained --disable-build-servers \
    -p:RunAnalyzers=false -p:ArtifactsPath="$store/making" -p:PublishDir="$fresh/" >"$log" 2>&1 </dev/null 9>&-; then
    tail -n 15 -- "$log" >&2
    rm -rf -- "$fresh"
    exit 1
  fi
  touch -- "$fresh/vmtest-mcp.dll"
  last=$(readlink -- "$store/current") || last=
  ln -s -- "${fresh##*/}" "$store/next"
  mv -T -- "$store/next" "$store/current"
  find "$store" -maxdepth 1 -name 'build-*' ! -name "${fresh##*/}" ! -name "${last:-none}" -exec rm -rf -- {} +
)

if is_old; then
  build
fi
exec dotnet "$(readlink -f -- "$program")" "$@"
