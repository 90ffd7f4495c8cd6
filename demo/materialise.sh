#!/bin/bash
# materialise.sh SDK_DIR TARGET_DIR [DESKTOP_SDK_DIR]: write the demo's flake into TARGET_DIR. Its
# only inputs are SDKs that guest/prepare.sh made, so it needs no network and no registry. Without a
# desktop's SDK the host `desktop` is there too, and says what it needs.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'materialise: %s\n' "$*" >&2
  exit 2
}

# sdk_of DIR: its full path, which goes into a flake URL.
sdk_of() {
  local sdk
  [ -e "$1/flake.nix" ] || fail "no guest SDK: $1 has no flake.nix; guest/prepare.sh makes one"
  sdk=$(cd "$1" && pwd -P)
  case $sdk in
    *[!A-Za-z0-9/._+-]*) fail "SDK_DIR may only contain letters, digits and / . _ + -: $sdk" ;;
  esac
  printf '%s\n' "$sdk"
}

[ $# -eq 2 ] || [ $# -eq 3 ] || fail "usage: materialise.sh SDK_DIR TARGET_DIR [DESKTOP_SDK_DIR]"
sdk=$(sdk_of "$1")
desktop=$(sdk_of "${3-$1}")

mkdir -p "$2"
rm -rf "$2/hosts" "$2/flake.lock"
cp -R "$here/hosts" "$2/hosts"
sed "s|@sdk@|$sdk|; s|@desktop@|$desktop|" "$here/flake.nix.in" >"$2/flake.nix"
printf '%s\n' "$(cd "$2" && pwd -P)"
