#!/usr/bin/env bash
# Runs VmTest: ./build.sh --target=VmTest --flake=.
#
# The host is published once per state of its sources, into .host/<key>/, and then executed in place of this script, so
# that signals, exit code, arguments and working directory are its own. A start without a change costs one hash of the
# sources and no call of dotnet.
#
# VMTEST_CAKE_FROSTING=package|layer chooses what the tasks are built against (see frosting/README.md); by default the
# package feed is asked, once per build, and its package is used where a host that was built with it starts.
set -euo pipefail

say() { printf 'build.sh: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 1
}

# The folder of this script, wherever it is called from and through whatever links.
script=${BASH_SOURCE[0]}
while [[ -L $script ]]; do
  target=$(readlink -- "$script")
  [[ $target == /* ]] || target=$(dirname -- "$script")/$target
  script=$target
done
[[ $script == */* ]] || script=./$script
root=$(CDPATH='' cd -- "${script%/*}" && pwd -P)
store=$root/.host

frosting=${VMTEST_CAKE_FROSTING:-probe}
case $frosting in
  probe | package | layer) ;;
  *) fail "VMTEST_CAKE_FROSTING is '$frosting'; it may be 'package' or 'layer'." ;;
esac

dotnet=$(command -v dotnet) || dotnet=
if [[ -n $dotnet ]]; then
  dotnet=$(readlink -f -- "$dotnet" 2>/dev/null) || dotnet=$(command -v dotnet)
fi

sha256=(sha256sum)
command -v sha256sum >/dev/null || sha256=(shasum -a 256)

# Everything that the published host depends on: its sources with their names, the tool chain, the machine, the choice.
source_key() {
  local sources=() source
  cd -- "$root"
  for source in build frosting schemas nix build.sh global.json [Nn]u[Gg]et.[Cc]onfig Directory.*.props Directory.*.targets; do
    [[ -e $source ]] && sources+=("$source")
  done
  {
    printf '%s\n' "$dotnet" "$frosting"
    uname -sm
    find "${sources[@]}" -type d \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 "${sha256[@]}"
  } | "${sha256[@]}"
}

key=$(source_key)
key=${key%% *}
host=$store/$key

run() {
  # For the command that a report proposes: the host's own path says nothing to the caller.
  export VMTEST_CALLED_AS=${VMTEST_CALLED_AS:-$script}
  # The time of the last use decides which builds are kept.
  : 2>/dev/null >"$host/used" || true
  # With the runtime of the SDK that built the host, also where that is not at a well-known place.
  if [[ -x $host/vmtest && -d ${dotnet%/*}/host/fxr ]]; then
    DOTNET_ROOT=${dotnet%/*} exec "$host/vmtest" "$@"
  fi
  exec "$dotnet" "$host/vmtest.dll" "$@"
}

if [[ -e $host/used ]]; then
  run "$@"
fi

# ---- From here on: there is no build of these sources yet. ----

# Help needs no build: this text is the host's own, which a test sees to.
for argument in "$@"; do
  case $argument in
    --help | -h | '-?')
      [[ ! -r $root/docs/help.txt ]] || exec cat -- "$root/docs/help.txt"
      ;;
  esac
done

log=$store/$key.log
work=$store/making
staging=$work/staging
child=
lock_directory=

cleanup() {
  [[ -z $child ]] || kill -- "-$child" 2>/dev/null || true
  [[ -z $lock_directory ]] || rm -rf -- "$lock_directory"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# One build at a time. The lock ends with this process, however that ends; children do not inherit it.
lock() {
  mkdir -p -- "$work"
  if command -v flock >/dev/null; then
    exec 9>"$store/lock"
    if ! flock -n 9; then
      say "another build of VmTest is running; waiting for it"
      # In the background, so that a signal ends the wait at once.
      set -m
      flock 9 &
      child=$!
      set +m
      wait "$child" || exit 1
      child=
    fi
    return
  fi
  local owner said=
  until mkdir -- "$store/lock.d" 2>/dev/null; do
    owner=$(cat -- "$store/lock.d/pid" 2>/dev/null) || owner=
    if [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf -- "$store/lock.d"
      continue
    fi
    [[ -n $said ]] || say "another build of VmTest is running; waiting for it"
    said=yes
    sleep 0.2
  done
  lock_directory=$store/lock.d
  echo $$ >"$lock_directory/pid"
}

unlock() {
  [[ -z $lock_directory ]] || rm -rf -- "$lock_directory"
  lock_directory=
  exec 9>&-
}

# dotnet in the repository (whose global.json counts, not the caller's), with its output in the log, leaving no process behind.
# It is ended after 'limit' seconds, where one is set.
limit=
dotnet() {
  in_background "$dotnet" "$@"
}

# in_background COMMAND...: see dotnet, above. What it writes is followed, to tell the stages of a build.
in_background() {
  local command=("$@")
  if [[ -n $limit ]] && command -v timeout >/dev/null; then
    command=(timeout "$limit" "$@")
  fi
  # A process group of its own (set -m), so that a signal ends the compilers, too.
  set -m
  (
    cd -- "$root"
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_UI_LANGUAGE=en
    exec "${command[@]}"
  ) </dev/null >>"$log" 2>&1 8<&- 9>&- &
  child=$!
  set +m
  local code=0
  [[ -z $following ]] || follow
  wait "$child" || code=$?
  child=
  return "$code"
}

# A first start takes half a minute. Each of its stages is said when it begins, and how long it took when all is done.
stage=
stage_began=
stage_times=
begin() {
  finish_stage
  stage=$1 stage_began=$SECONDS
  say "  $2"
}
finish_stage() {
  [[ -z $stage ]] || stage_times+="${stage_times:+, }$stage $((SECONDS - stage_began)) s"
  stage=
}

# Publishing restores, compiles and compiles again ahead of time; only its output tells when the next of them begins.
following=
follow() {
  local running=yes
  while [[ -n $running ]]; do
    # Asked before reading: what the process wrote last is read after it has ended.
    kill -0 "$child" 2>/dev/null || running=
    tell_stages
    [[ -z $running ]] || sleep 0.2
  done
}
tell_stages() {
  local line
  while IFS= read -r line <&8; do
    case $line in
      *' -> '*.dll)
        [[ $line != *vmtest.dll || $stage != compile ]] || begin publish "publishing, $following"
        ;;
      *Restored* | *'up-to-date for restore'*) [[ $stage != restore ]] || begin compile "compiling" ;;
    esac
  done
}

require_sdk() {
  local needed found
  needed=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$root/global.json" | head -n 1)
  if [[ -z $dotnet ]]; then
    found="there is no 'dotnet' on the PATH"
  else
    found=$("$dotnet" --list-sdks 2>/dev/null | cut -d ' ' -f 1) || found=
    if grep -q "^${needed%.*}\.[0-9]*$" <<<"$found"; then
      return
    fi
    found=${found//$'\n'/, }
    found="$dotnet has ${found:-no SDK}"
  fi
  cat >&2 <<END
build.sh: VmTest is built with the .NET SDK ${needed%.*} ($needed or newer), but $found.
Get it in one of these ways, then try again:
  Nix            nix shell nixpkgs#dotnet-sdk_${needed%%.*}
  Debian/Ubuntu  sudo apt-get install dotnet-sdk-${needed%.*}
  macOS          brew install --cask dotnet-sdk
  Windows        winget install Microsoft.DotNet.SDK.${needed%%.*}
  other          https://learn.microsoft.com/dotnet/core/install/
END
  exit 1
}

# Does a configured feed have Cake.Frosting with all that it needs? A throw-away restore asks exactly that.
choose_frosting() {
  local version probe=$work/probe
  version=$(sed -n 's/.*"Cake\.Frosting" Version="\[*\([0-9.]*\).*/\1/p' "$root/Directory.Packages.props")
  layer="Cake.Frosting's API over Cake.Tool $version"
  package="Cake.Frosting $version from the package feed"
  case $frosting in
    package) choice="$package (VMTEST_CAKE_FROSTING)" ;;
    layer) choice="$layer (VMTEST_CAKE_FROSTING)" ;;
    probe)
      rm -rf -- "$probe"
      mkdir -p -- "$probe"
      # Nothing of the repository's own settings applies to the probe, only its package sources.
      for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
        echo '<Project />' >"$probe/$file"
      done
      cat >"$probe/probe.proj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Cake.Frosting" Version="[$version]" /></ItemGroup>
</Project>
END
      begin feed "asking the package feed for Cake.Frosting $version"
      echo "---- Is Cake.Frosting $version to be had?" >>"$log"
      limit=60
      if dotnet restore .host/making/probe/probe.proj; then
        frosting=package choice=$package
      elif grep -qE 'NU110[123]' "$log"; then
        frosting=layer choice="$layer: the feed has no Cake.Frosting"
      else
        frosting=layer choice="$layer: the feed could not be asked for Cake.Frosting"
      fi
      limit=
      ;;
  esac
}

# publish STAGE OPTIONS...
publish() {
  local code=0
  following=$1
  shift
  exec 8<"$log"
  cat <&8 >/dev/null
  dotnet publish build/Build.csproj --configuration Release --no-self-contained -p:PublishDir=../.host/making/staging/ "${build[@]}" "$@" ||
    code=$?
  exec 8<&-
  following=
  return "$code"
}

build_host() {
  local started=$SECONDS note='' choice layer package forced=$frosting
  say "building VmTest, once for this state of its sources"
  : >"$log"
  choose_frosting
  build_with "$frosting"
  if [[ $frosting == package ]] && ! starts; then
    say "the host that was built with $package does not start ($log):"
    tell_start
    [[ $forced != package ]] || fail "VMTEST_CAKE_FROSTING is 'package', so nothing else is tried"
    say "building it with $layer instead"
    choice="$layer: a host with the package of the feed does not start"
    build_with layer
  fi
  finish_stage
  printf '%s\n' "$choice" >"$staging/cake-frosting"
  : >"$staging/used"
  mv -- "$staging" "$host"
  say "built in $((SECONDS - started)) s ($stage_times) with $choice$note"
}

# build_with package|layer: the host in the staging folder.
build_with() {
  local build
  rm -rf -- "$staging"
  # Relative to each project: an absolute path may have characters that mean something to MSBuild.
  build=(-p:ArtifactsPath=../.host/making --disable-build-servers -p:DisableTransitiveFrameworkReferenceDownloads=true)
  begin restore "restoring the packages"
  if [[ $1 == package ]]; then
    build+=(-p:UseCakeFrostingPackage=true)
    note="; restored without a lock file, which there is for the layer only"
  else
    build+=(-p:UseCakeFrostingPackage=false)
    note=
    echo "---- Are the packages the locked ones?" >>"$log"
    dotnet restore build/Build.csproj --locked-mode "${build[@]}" || broken
  fi
  echo "---- Publishing, compiled ahead of time" >>"$log"
  if ! publish "compiled ahead of time" --use-current-runtime -p:PublishReadyToRun=true; then
    # Only what compiling ahead of time needs may be missing; an error in the sources is one either way.
    if grep -qE 'NU110[123].*Microsoft\.NETCore\.App\.(Crossgen2|Runtime)' "$log"; then
      say "warning: the feed lacks the ahead-of-time compiler (Microsoft.NETCore.App.Crossgen2); each start takes longer without it"
    elif grep -qiE 'crossgen|NETSDK1094' "$log"; then
      say "warning: the ahead-of-time compiler does not work here ($log); each start takes longer without it"
    else
      broken
    fi
    rm -rf -- "$staging"
    begin restore "restoring the packages again"
    echo "---- Publishing, compiled at run time" >>"$log"
    publish "compiled at run time" -p:PublishReadyToRun=false || broken
  fi
  keep_launchable
}

# Does the new host start? The package may be another than the one that this project was written against, and a host that
# lists its targets has found all of its tasks and started Cake's engine.
starts() {
  local command=("$dotnet" "$staging/vmtest.dll") code=0
  begin start "trying the start"
  if [[ -x $staging/vmtest && -d ${dotnet%/*}/host/fxr ]]; then
    command=(env "DOTNET_ROOT=${dotnet%/*}" "$staging/vmtest")
  fi
  echo "$start_mark" >>"$log"
  limit=60
  in_background "${command[@]}" --tree || code=$?
  limit=
  echo "---- It ended with exit code $code" >>"$log"
  ((code == 0))
}

readonly start_mark='---- Does the host start?'
tell_start() {
  sed -n "/^$start_mark/,\$p" "$log" | grep -v '^ *$' | sed -n '2,6s/^/  /p' >&2
}

# The executable that the SDK made needs the system's dynamic loader, which NixOS has elsewhere. Alone, without the program
# that belongs to it, it only says so, with a code of its own; where it cannot even do that, dotnet runs the program.
keep_launchable() {
  local alone=$work/alone code=0
  rm -rf -- "$alone"
  mkdir -p -- "$alone"
  cp -- "$staging/vmtest" "$alone/vmtest" && "$alone/vmtest" >/dev/null 2>&1 || code=$?
  if ((code == 126 || code == 127)); then
    rm -f -- "$staging/vmtest"
  fi
}

broken() {
  say "the build failed; the whole log is $log"
  local lines
  lines=$(grep -E '(error|warning) [A-Z]+[0-9]+' "$log" | grep -w error | sed 's/^ *//' | awk '!seen[$0]++' | tail -n 15) || true
  [[ -n $lines ]] || lines=$(tail -n 15 -- "$log")
  printf '  %s\n' "${lines//$'\n'/$'\n'  }" >&2
  exit 1
}

# Keeps the last few builds and every one that still runs.
remove_old_builds() {
  local running old kept=0
  running=$(ps -A -o args= 2>/dev/null) || return 0
  cd -- "$store"
  # shellcheck disable=SC2012 # the names are hexadecimal, and only ls sorts by time everywhere
  ls -t ./*/used | while IFS= read -r old; do
    old=${old#./}
    old=${old%/used}
    kept=$((kept + 1))
    if ((kept > 3)) && [[ $running != *"/.host/$old/"* ]]; then
      rm -rf -- "./$old"
    fi
  done
  for old in ./*.log; do
    [[ -d ${old%.log} ]] || rm -f -- "$old"
  done
}

lock
if [[ ! -e $host/used ]]; then
  require_sdk
  build_host
  (remove_old_builds) || true
fi
unlock
run "$@"
