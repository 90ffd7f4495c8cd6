#!/usr/bin/env bash
# Starts vmtest-mcp out of a checkout: mcp/start.sh --flake=.
#
# It is built once per state of its sources, as the host is by build.sh; what building says goes to standard error, for standard
# output belongs to the protocol.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
root=$(CDPATH='' cd -- "${script%/*}/.." && pwd -P)

# shellcheck source=launcher/launch.sh
. "$root/launcher/launch.sh"
launch vmtest-mcp "$@"
