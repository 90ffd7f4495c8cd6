#!/usr/bin/env bash
# What the probe costs a boot: the reference guest until its default target, with the probe and without, turn by turn.
#   bench probe [-n BOOTS]     default 5 of each
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

boots=$(option n 5 "$@")

reference_guest server
cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { guest, ... }: {
    nixosConfigurations.watched = guest.lib.guestSystem { modules = [ { } ]; };
    nixosConfigurations.unwatched = guest.lib.guestSystem { modules = [ { boot.kernelParams = [ "systemd.import_credentials=no" ]; } ]; };
  };
}
NIX

for ((boot = 1; boot <= boots; boot++)); do
  for host in watched unwatched; do
    vmtest "$host" --host="$host" --install=direct --accel=auto
    printf 'boot %s of %s, %s\n' "$boot" "$boots" "$host" >&2
  done
done

/usr/bin/python3 - "$work" <<'PYTHON'
import glob, json, statistics, sys

medians = {}
print("| boot | median to default target (ms) | fastest (ms) |\n| --- | --: | --: |")
for host in ("watched", "unwatched"):
    reports = [json.load(open(path)) for path in glob.glob(f"{sys.argv[1]}/{host}/*-*/report.json")]
    times = [stage["atMs"] for report in reports for stage in report["hosts"][0]["boot"]["milestones"] if stage["name"] == "default target"]
    medians[host] = statistics.median(times)
    print(f"| {host} | {medians[host]:.0f} | {min(times)} |")
print(f"\nwith the probe: {medians['watched'] / medians['unwatched']:.3f} times as long")
PYTHON
