#!/usr/bin/env bash
# What the probe costs a boot: a reference guest until its default target, with the probe and without.
#   bench probe [-n BOOTS] [GUEST]     default 5 of each, of the guest server (or desktop)
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

boots=$(option n 5 "$@")
[ "${1:-}" != -n ] || shift 2

reference_guest "${1:-server}"
cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { guest, ... }: {
    nixosConfigurations.watched = guest.lib.guestSystem { modules = [ { } ]; };
    nixosConfigurations.unwatched = guest.lib.guestSystem { modules = [ { boot.kernelParams = [ "systemd.import_credentials=no" ]; } ]; };
  };
}
NIX

# A run without the probe waits in vain for it, and a machine that has waited boots slower for a while: the order turns.
order=(watched unwatched)
for ((boot = 1; boot <= boots; boot++)); do
  for host in "${order[@]}"; do
    vmtest "$host" --host="$host" --install=direct --accel=auto
    printf 'boot %s of %s, %s\n' "$boot" "$boots" "$host" >&2
  done
  order=("${order[1]}" "${order[0]}")
done

/usr/bin/python3 - "$work" <<'PYTHON'
import glob, json, statistics, sys

whole, userspace = {}, {}
print("| boot | median to default target (ms) | fastest (ms) | median of user space alone (ms) |\n| --- | --: | --: | --: |")
for host in ("watched", "unwatched"):
    reports = [json.load(open(path)) for path in glob.glob(f"{sys.argv[1]}/{host}/*-*/report.json")]
    stages = [{stage["name"]: stage["atMs"] for stage in report["hosts"][0]["boot"]["milestones"]} for report in reports]
    times = [stage["default target"] for stage in stages]
    whole[host] = statistics.median(times)
    userspace[host] = statistics.median(stage["default target"] - stage["userspace"] for stage in stages)
    print(f"| {host} | {whole[host]:.0f} | {min(times)} | {userspace[host]:.0f} |")
print(f"\nwith the probe: {whole['watched'] / whole['unwatched']:.3f} times as long")
cost = userspace["watched"] - userspace["unwatched"]
print(f"the probe runs in user space alone: {cost:.0f} ms there, {cost / whole['unwatched']:.1%} of the boot")
PYTHON
