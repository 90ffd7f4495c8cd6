#!/usr/bin/env bash
# What the probe costs a boot under software emulation: a reference guest until its default target, with the probe and without.
# The guest's clock counts instructions (QEMU's -icount), so that nothing beside it counts, and a few boots are enough.
#   bench probe [-n BOOTS] [GUEST]     default 2 of each, of the guest server (or desktop)
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

boots=$(option n 2 "$@")
[ "${1:-}" != -n ] || shift 2

reference_guest "${1:-server}"
cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { guest, ... }:
    let
      # Says when the job of the default target is done, before the probe asks for more.
      clock = {
        systemd.services.bench-clock = {
          wantedBy = [ "sysinit.target" ];
          after = [ "default.target" ];
          before = [ "vmtest-watch.service" ];
          unitConfig.DefaultDependencies = false;
          serviceConfig.Type = "oneshot";
          script = "read -r now _ </proc/uptime; echo \"bench-clock: \$now s\" >/dev/console";
        };
      };
      unwatched.boot.kernelParams = [ "systemd.import_credentials=no" ];
    in
    {
      nixosConfigurations.watched = guest.lib.guestSystem { modules = [ clock ]; };
      nixosConfigurations.unwatched = guest.lib.guestSystem { modules = [ clock unwatched ]; };
    };
}
NIX

# 250 million instructions are a second, about as many as an emulator does in one.
export QEMU_OPTS="-icount shift=2,sleep=off"
for ((boot = 1; boot <= boots; boot++)); do
  for host in watched unwatched; do
    vmtest "$host" --host="$host" --install=direct --accel=tcg
    printf 'boot %s of %s, %s\n' "$boot" "$boots" "$host" >&2
  done
done

/usr/bin/python3 - "$work" <<'PYTHON'
import glob, re, statistics, sys

medians = {}
print("| boot | to the default target (s of 250 million instructions) | from | to |\n| --- | --: | --: | --: |")
for host in ("watched", "unwatched"):
    consoles = [open(path, errors="replace").read() for path in glob.glob(f"{sys.argv[1]}/{host}/2*-*/{host}/console.log")]
    times = [float(re.search(r"bench-clock: ([\d.]+) s", console)[1]) for console in consoles]
    medians[host] = statistics.median(times)
    print(f"| {host} | {medians[host]:.2f} | {min(times):.2f} | {max(times):.2f} |")
print(f"\nwith the probe: {medians['watched'] / medians['unwatched']:.3f} times as long")
PYTHON
