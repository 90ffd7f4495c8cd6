#!/bin/bash
# materialise.sh SDK_DIR TARGET_DIR: write the demo's flake into TARGET_DIR. Its only input is the
# SDK that guest/prepare.sh made, so it needs no network and no registry.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'materialise: %s\n' "$*" >&2
  exit 2
}

[ $# -eq 2 ] || fail "usage: materialise.sh SDK_DIR TARGET_DIR"
[ -e "$1/flake.nix" ] || fail "no guest SDK: $1 has no flake.nix; guest/prepare.sh makes one"
sdk=$(cd "$1" && pwd -P)
case $sdk in
  *[!A-Za-z0-9/._+-]*) fail "SDK_DIR may only contain letters, digits and / . _ + -: $sdk" ;;
esac

mkdir -p "$2"
rm -rf "$2/hosts" "$2/flake.lock"
cp -R "$here/hosts" "$2/hosts"
sed "s|@sdk@|$sdk|" "$here/flake.nix.in" >"$2/flake.nix"
printf '%s\n' "$(cd "$2" && pwd -P)"
