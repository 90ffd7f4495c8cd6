# shellcheck shell=bash
# Builds what launch.sh is to start, with its variables: root, store, key, host, program, project, trial, dotnet, frosting.
# shellcheck disable=SC2154

log=$host.log
work=$store/making
staging=$work/staging
children=" "
lock_directory=

cleanup() {
  local child
  for child in $children; do
    kill -- "-$child" 2>/dev/null || true
  done
  [[ -z $lock_directory ]] || rm -rf -- "$lock_directory"
}

build_once() {
  trap cleanup EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  lock
  if [[ ! -e $host/used ]]; then
    require_sdk
    build
    (remove_old_builds) || true
  fi
  unlock
  trap - EXIT HUP INT TERM
}

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
      children=" $! "
      set +m
      wait "$!" || exit 1
      children=" "
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

# start LOG COMMAND...: dotnet or what it made, in the repository (whose global.json counts, not the caller's), as 'child'. It leaves
# no process behind, and is ended after 'limit' seconds where one is set.
limit=
start() {
  local command=("${@:2}")
  if [[ -n $limit ]] && command -v timeout >/dev/null; then
    command=(timeout "$limit" "${command[@]}")
  fi
  # A process group of its own (set -m), so that a signal ends the compilers, too.
  set -m
  (
    cd -- "$root" || exit
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_UI_LANGUAGE=en
    # Programs that run once gain nothing from being profiled while they run, and little from tidying up.
    export DOTNET_TieredPGO=0 DOTNET_gcConcurrent=0 DOTNET_GCgen0size=0x4000000
    exec "${command[@]}"
  ) </dev/null >>"$1" 2>&1 9>&- &
  child=$!
  set +m
  children+="$child "
}

# finish CHILD: its exit code, once it has ended.
finish() {
  local code=0
  wait "$1" || code=$?
  children=${children/ $1 / }
  return "$code"
}

# Each of the stages of a build is said when it begins, and how long it took when all is done.
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
$caller: VmTest is built with the .NET SDK ${needed%.*} ($needed or newer), but $found.
Get it in one of these ways, then try again:
  Nix            nix shell nixpkgs#dotnet-sdk_${needed%%.*}
  Debian/Ubuntu  sudo apt-get install dotnet-sdk-${needed%.*}
  macOS          brew install --cask dotnet-sdk
  Windows        winget install Microsoft.DotNet.SDK.${needed%%.*}
  other          https://learn.microsoft.com/dotnet/core/install/
END
  exit 1
}

# Without analyzers and the like (ForUse, in Directory.Build.props). No server is left behind. Package and layer have intermediate
# files of their own, at paths relative to each project, for an absolute one may have characters that mean something to MSBuild.
choose_options() {
  local making=../${work#"$root"/}
  options=(
    -p:ForUse=true "-p:PlainPatterns=$making/patterns" "-p:ArtifactsPath=$making/$1" "-p:PublishDir=$making/staging/" --disable-build-servers
  )
  case $1 in
    package) options+=(-p:UseCakeFrostingPackage=true) ;;
    layer) options+=(-p:UseCakeFrostingPackage=false) ;;
  esac
}

# start_restore LOG package|layer. Of the layer, the packages have to be the locked ones. With the package nothing is locked, so
# the lock of the last restore with it must not be in the way of a feed that has another one now.
start_restore() {
  local options locked=()
  choose_options "$2"
  if [[ $2 == layer ]]; then
    locked=(--locked-mode)
  elif [[ -d $work/package ]]; then
    find "$work/package" -name packages.lock.json -delete
  fi
  start "$1" "$dotnet" restore "$project" "${options[@]}" ${locked[@]+"${locked[@]}"}
}

restore() {
  begin restore "restoring the packages"
  start_restore "$log" "$1"
  finish "$child" || broken
}

# Does a configured feed have Cake.Frosting with all that it needs? Restoring with it asks exactly that, while what is needed
# without it is restored.
restore_and_choose() {
  local version asking restoring restored=yes
  version=$(sed -n 's/.*"Cake\.Frosting" Version="\[*\([0-9.]*\).*/\1/p' "$root/Directory.Packages.props")
  layer="Cake.Frosting's API over Cake.Tool $version"
  package="Cake.Frosting $version from the package feed"
  case $frosting in
    package | layer)
      choice="${!frosting} (VMTEST_CAKE_FROSTING)"
      restore "$frosting"
      ;;
    probe)
      begin restore "restoring the packages, and asking the feed for Cake.Frosting $version"
      limit=60
      start_restore "$log.feed" package
      asking=$child
      limit=
      start_restore "$log" layer
      restoring=$child
      finish "$restoring" || restored=
      if finish "$asking"; then
        frosting=package choice=$package
      elif grep -qE 'NU110[123]' "$log.feed"; then
        frosting=layer choice="$layer: the feed has no Cake.Frosting"
      else
        frosting=layer choice="$layer: the feed could not be asked for Cake.Frosting"
      fi
      if [[ $frosting == layer && -z $restored ]]; then
        broken
      fi
      echo "---- Is Cake.Frosting $version to be had?" >>"$log"
      cat -- "$log.feed" >>"$log"
      rm -f -- "$log.feed"
      ;;
  esac
}

build() {
  local started=$SECONDS note='' choice layer package forced=$frosting
  say "building VmTest, once for this state of its sources"
  : >"$log"
  restore_and_choose
  compile "$frosting"
  if [[ $frosting == package ]] && ! starts; then
    say "the host that was built with $package does not start ($log):"
    tell_start
    [[ $forced != package ]] || fail "VMTEST_CAKE_FROSTING is 'package', so nothing else is tried"
    say "building it with $layer instead"
    choice="$layer: a host with the package of the feed does not start"
    restore layer
    compile layer
  fi
  finish_stage
  printf '%s\n' "$choice" >"$staging/cake-frosting"
  : >"$staging/used"
  mv -- "$staging" "$host"
  say "built in $((SECONDS - started)) s ($stage_times) with $choice$note"
}

# Copies of the sources without what takes the compiler longest, which Directory.Build.targets puts into their place.
write_plain_patterns() (
  local files=() file
  cd -- "$root" || exit
  rm -rf -- "$work/patterns"
  while IFS= read -r file; do
    files+=("$file")
    mkdir -p -- "$work/patterns/${file%/*}"
  done < <(find build frosting mcp -type d \( -name bin -o -name obj \) -prune -o -name '*.cs' -exec grep -l '^ *\[GeneratedRegex(' {} + 2>/dev/null)
  if ((${#files[@]} > 0)); then
    awk -v "out=${work#"$root"/}/patterns" -f launcher/plain-patterns.awk "${files[@]}"
  fi
)

# compile package|layer: the program in the staging folder.
compile() {
  local options
  rm -rf -- "$staging"
  begin compile "compiling"
  write_plain_patterns || fail "the patterns of the sources could not be read"
  choose_options "$1"
  echo "---- Compiling" >>"$log"
  start "$log" "$dotnet" publish "$project" --configuration Release --no-restore --no-self-contained "${options[@]}"
  finish "$child" || broken
  note=
  [[ $1 == layer ]] || note="; restored without a lock file, which there is for the layer only"
  keep_launchable
}

# Does the new host start? The package may be another than the one that this project was written against, and a host that
# lists its targets has found all of its tasks and started Cake's engine.
starts() {
  local command=("$dotnet" "$staging/$program.dll") code=0
  begin start "trying the start"
  if [[ -x $staging/$program && -d ${dotnet%/*}/host/fxr ]]; then
    command=(env "DOTNET_ROOT=${dotnet%/*}" "$staging/$program")
  fi
  echo "$start_mark" >>"$log"
  limit=60
  start "$log" "${command[@]}" "$trial"
  limit=
  finish "$child" || code=$?
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
  cp -- "$staging/$program" "$alone/$program" && "$alone/$program" >/dev/null 2>&1 || code=$?
  if ((code == 126 || code == 127)); then
    rm -f -- "$staging/$program"
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
  cd -- "$store" || exit
  # shellcheck disable=SC2012 # the names are hexadecimal, and only ls sorts by time everywhere
  ls -t ./*/used | while IFS= read -r old; do
    old=${old#./}
    old=${old%/used}
    kept=$((kept + 1))
    if ((kept > 3)) && [[ $running != *"/$old/"* ]]; then
      rm -rf -- "./$old"
    fi
  done
  for old in ./*.log; do
    [[ -d ${old%.log} ]] || rm -f -- "$old"
  done
}
