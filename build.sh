#!/usr/bin/env bash
# Runs VmTest: ./build.sh --target=VmTest --flake=.
#
# The host is built once per state of its sources, and then executed in place of this script, so that signals, exit code,
# arguments and working directory are its own; see launcher/launch.sh, which does it, and what can be set there.
set -euo pipefail

# The folder of this script, wherever it is called from and through whatever links.
script=${BASH_SOURCE[0]}
while [[ -L $script ]]; do
  target=$(readlink -- "$script")
  [[ $target == /* ]] || target=$(dirname -- "$script")/$target
  script=$target
done
[[ $script == */* ]] || script=./$script
root=$(CDPATH='' cd -- "${script%/*}" && pwd -P)

# For the command that a report proposes: the host's own path says nothing to the caller.
export VMTEST_CALLED_AS=${VMTEST_CALLED_AS:-$script}

# shellcheck source=launcher/launch.sh
. "$root/launcher/launch.sh"
launch vmtest "$@"
