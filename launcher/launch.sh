# shellcheck shell=bash
# launch PROGRAM ARGUMENT...: builds PROGRAM once per state of its sources and becomes it. For build.sh and mcp/start.sh, which
# set 'root', the checkout.
#
# A build is in .host/<key>/ (vmtest-mcp's in .host/mcp/<key>/), the key being a hash of all that it depends on. A start without a
# change costs one hash of the sources and no call of dotnet. Without a build, build-once.sh makes one: as fast as it can
# be had, for somebody waits; compiling ahead of time, which makes each start faster, follows in the background
# (ahead-of-time.sh) while the first start is already at work.
#
# VMTEST_CAKE_FROSTING=package|layer chooses what the tasks are built against (see frosting/README.md); by default the package
# feed is asked, once per build, and its package is used where a host that was built with it starts.
#
# VMTEST_AHEAD_OF_TIME=now|never: before the first start, or not at all.

: "${root:?}"

# Standard output is the program's alone.
say() { printf '%s: %s\n' "$caller" "$*" >&2; }
fail() {
  say "$@"
  exit 1
}

launch() {
  program=$1
  shift
  case $program in
    vmtest)
      caller=build.sh project=build/Build.csproj store=$root/.host trial=--tree
      sources=(build frosting schemas nix/vm-probe.nix launcher)
      ;;
    vmtest-mcp)
      caller=mcp/start.sh project=mcp/VmTest.Mcp.csproj store=$root/.host/mcp trial=--version
      sources=(build frosting mcp schemas nix/vm-probe.nix launcher)
      ;;
  esac
  frosting=${VMTEST_CAKE_FROSTING:-probe} ahead_of_time=${VMTEST_AHEAD_OF_TIME:-afterwards}
  case $frosting in
    probe | package | layer) ;;
    *) fail "VMTEST_CAKE_FROSTING is '$frosting'; it may be 'package' or 'layer'." ;;
  esac
  case $ahead_of_time in
    afterwards | now | never) ;;
    *) fail "VMTEST_AHEAD_OF_TIME is '$ahead_of_time'; it may be 'now' or 'never'." ;;
  esac

  dotnet=$(command -v dotnet) || dotnet=
  if [[ -n $dotnet ]]; then
    dotnet=$(readlink -f -- "$dotnet" 2>/dev/null) || dotnet=$(command -v dotnet)
  fi
  key=$(source_key)
  key=${key%% *}
  host=$store/$key

  if [[ ! -e $host/used ]]; then
    show_help "$@"
    # shellcheck source=launcher/build-once.sh
    . "$root/launcher/build-once.sh"
    build_once
  fi
  if [[ ! -e $host/ahead-of-time ]]; then
    compile_ahead_of_time
  fi
  if [[ -e $host/warning ]]; then
    say "warning: $(cat -- "$host/warning"); each start takes longer without it"
    rm -f -- "$host/warning" 2>/dev/null || true
  fi
  run "$@"
}

# Everything that the build depends on: its sources with their names, the tool chain, the machine, the choice.
source_key() {
  local sha256=(sha256sum) found=() source
  command -v sha256sum >/dev/null || sha256=(shasum -a 256)
  cd -- "$root" || exit
  for source in "${sources[@]}" build.sh global.json [Nn]u[Gg]et.[Cc]onfig Directory.*.props Directory.*.targets; do
    [[ ! -e $source ]] || found+=("$source")
  done
  {
    printf '%s\n' "$program" "$dotnet" "$frosting"
    uname -sm
    find "${found[@]}" -type d \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 "${sha256[@]}"
  } | "${sha256[@]}"
}

# Help needs no build: this text is the host's own, which a test sees to.
show_help() {
  local argument
  [[ $program == vmtest ]] || return 0
  for argument in "$@"; do
    case $argument in
      --help | -h | '-?')
        [[ ! -r $root/docs/help.txt ]] || exec cat -- "$root/docs/help.txt"
        ;;
    esac
  done
}

# Once per build, or again where that was ended before it was done; never while the programs wait for it, unless asked to.
compile_ahead_of_time() {
  local command=(bash "$root/launcher/ahead-of-time.sh" "$host" "$dotnet")
  case $ahead_of_time in
    never) ;;
    now)
      say "compiling it ahead of time"
      "${command[@]}" </dev/null >>"$host.log" 2>&1 || true
      ;;
    # A child of this process would be one of the program's. In a process group of its own: a Ctrl+C is for the program.
    afterwards) (
      command -v nice >/dev/null && command=(nice -n 19 "${command[@]}")
      set -m
      "${command[@]}" </dev/null >>"$host.log" 2>&1 &
    ) ;;
  esac
}

run() {
  # The time of the last use decides which builds are kept.
  : 2>/dev/null >"$host/used" || true
  # With the runtime of the SDK that built it, also where that is not at a well-known place.
  if [[ -x $host/$program && -d ${dotnet%/*}/host/fxr ]]; then
    DOTNET_ROOT=${dotnet%/*} exec "$host/$program" "$@"
  fi
  exec "$dotnet" "$host/$program.dll" "$@"
}
