#!/bin/bash
# prepare.sh CACHE_DIR [server|desktop|old|luks]: make the reference guest's SDK flake from Debian packages.
#
# The last line on stdout is the SDK's directory, CACHE_DIR/guest-<kind>-<key>, where <key> is a
# hash over this recipe: a changed recipe never meets old parts. Progress goes to stderr. A desktop
# has a display server and the kernel that can drive a screen; it takes some 150 MiB of packages,
# so that only those who want it pay for it. `old` is a server of Debian 12, whose systemd 252
# takes no units by credentials. `luks` is a server for disks of all kinds: it can open an encrypted
# root file system and read btrfs, with an initrd of BusyBox and one of systemd, and GRUB installs it.
#
# Exit codes: 0 ready; 1 the recipe itself failed; 2 usage; 3 tools are missing;
# 4 packages cannot be fetched.
#
# DEBIAN_MIRROR may name the mirror to use; else it is the one in this machine's APT sources.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf 'guest: %s\n' "$*" >&2; }
die() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

# The path goes into a flake URL, APT's configuration and a Nix string; none of them is worth
# three kinds of quoting.
case ${1-} in
  '') die 2 "usage: prepare.sh CACHE_DIR [server|desktop|old|luks]" ;;
  *[!A-Za-z0-9/._+-]*) die 2 "CACHE_DIR may only contain letters, digits and / . _ + -: $1" ;;
esac
kind=${2-server}
case $kind in
  server | desktop | old | luks) ;;
  *) die 2 "there is no guest of the kind '$kind', only server, desktop, old and luks" ;;
esac

key=$(cd "$here" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
key=${key:0:16}
mkdir -p "$1"
cache=$(cd "$1" && pwd -P)
sdk=$cache/guest-$kind-$key

# The directory appears by one rename, so being there means being complete.
if [ -d "$sdk" ]; then
  # In use: see where old ones are removed.
  touch "$sdk"
  printf '%s\n' "$sdk"
  exit 0
fi

# Debian keeps depmod, mkfs and ldconfig in sbin, which is not on every user's PATH.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

require_tools() {
  local missing='' entry
  for entry in \
    apt-get:apt dpkg-deb:dpkg flock:util-linux awk:mawk tar:tar xz:xz-utils zstd:zstd cpio:cpio \
    strip:binutils readelf:binutils ldconfig:libc-bin qemu-img:qemu-utils qemu-system-x86_64:qemu-system-x86; do
    command -v "${entry%%:*}" >/dev/null || missing+=", ${entry%%:*} (package ${entry#*:})"
  done
  [ -z "$missing" ] || die 3 "missing tools: ${missing#, }"
}

require_tools

exec 9>"$cache/.lock"
flock -n 9 || {
  say "waiting for another run that prepares the guest"
  flock 9
}
if [ -d "$sdk" ]; then
  printf '%s\n' "$sdk"
  exit 0
fi

# Whoever holds the lock is alone: any scratch still here was left by a killed run.
rm -rf "$cache"/.scratch.*
# Guests of other states of the recipe, which nothing has asked for in a month.
find "$cache" -mindepth 1 -maxdepth 1 -name 'guest-*' -mtime +30 -exec rm -rf {} +
scratch=$(mktemp -d "$cache/.scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# shellcheck source=recipe/packages.sh
. "$here/recipe/packages.sh"
# shellcheck source=recipe/kernel.sh
. "$here/recipe/kernel.sh"
# shellcheck source=recipe/root.sh
. "$here/recipe/root.sh"
# shellcheck source=recipe/initrd.sh
. "$here/recipe/initrd.sh"
# shellcheck source=recipe/tools.sh
. "$here/recipe/tools.sh"

# step TEXT FUNCTION ARGS...: run one step of the recipe, which prints what came of it, and say
# that and how long it took.
step() {
  local text=$1 started=$EPOCHREALTIME result seconds
  shift
  result=$("$@")
  seconds=$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
  say "$text: $result in $seconds s"
}

# from_root ROOT PROGRAM ARGS...: run one of the guest's own programs here, for tools that this
# machine need not have.
from_root() {
  local root=$1 libs=$1/usr/lib/x86_64-linux-gnu name=$2 program=$1/$2
  shift 2
  # A link of the guest's may name a path that holds only inside of it.
  case $(readlink "$program" || true) in
    /*) program=$root$(readlink "$program") ;;
  esac
  "$libs/ld-linux-x86-64.so.2" --argv0 "$name" --library-path "$libs:$libs/systemd" "$program" "$@"
}

root=$scratch/root
out=$scratch/sdk
parts=$out/parts
mkdir -p "$root" "$parts"

step "fetched the package lists" fetch_lists "$scratch/apt"
step "fetched the packages" fetch_packages "$scratch/apt" "$scratch/debs"
step "unpacked the packages" unpack_packages "$scratch/debs" "$root"
step "took the builders' tools" make_tools "$root" "$scratch/debs" "$scratch/tools" "$parts"
step "took the kernel and its modules" take_kernel "$scratch/debs" "$scratch/kernel" "$root" "$parts"
step "took the boot loader" take_loader "$root" "$parts"
step "trimmed the root tree" make_root "$root" "$scratch"
step "packed the initrd" make_initrd "$root" "$scratch/initrd" "$here/recipe/initrd-init" "$parts/initrd"
step "packed the root tree" pack_root "$root" "$parts/base.tar.zst"
[ "$kind" != luks ] ||
  step "packed the initrd with systemd" pack_systemd_initrd "$root" "$scratch/initrd-systemd" "$parts/initrd-systemd"
write_versions "$root" >"$parts/versions.json"
cp -R "$here/nix/." "$out/"

mv "$out" "$sdk"
say "ready: $sdk ($(du -sm "$sdk" | cut -f1) MiB)"
printf '%s\n' "$sdk"
