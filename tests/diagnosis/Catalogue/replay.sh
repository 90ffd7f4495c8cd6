#!/bin/sh
# Takes the place of nix and nix-store, by links of these names: says again what was recorded, call by call.
calls=$(dirname "$0")
number=$(cat "$calls/number")
echo $((number + 1)) >"$calls/number"
cat "$calls/$number.err" >&2
cat "$calls/$number.out"
exit "$(cat "$calls/$number.code")"
