#!/usr/bin/env bash
# What an installed disk costs against a direct boot: the same host installed and started from its disk, the same again
# when nothing has changed, and started directly, turn by turn. Seconds of the phases, and bytes on this machine.
#   bench install [-n TURNS]     default 3
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

turns=$(option n 3 "$@")

reference_guest server

# once: a host that was never installed before.
once() {
  cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { guest, ... }: {
    nixosConfigurations.bench = guest.lib.guestSystem { modules = [ { environment.etc.once.text = "$1"; } ]; };
  };
}
NIX
}

# run WHAT INSTALL: one run, one line of the table.
run() {
  vmtest out --accel=tcg --install="$2"
  /usr/bin/python3 - "$1" "$work/out/latest/report.json" <<'PY'
import json, sys
report = json.load(open(sys.argv[2]))
host = report["hosts"][0]
phases = {phase["name"]: phase.get("durationMs", 0) / 1000 for phase in host["phases"]}
install = host["install"]
steps = ", ".join(f"{step['step']} {step['durationMs'] / 1000:.1f}" for step in install["steps"])
print(f"{sys.argv[1]:<18} build {phases['build']:5.1f}  install {phases['install']:5.1f}  ready {host['boot']['readyAfterMs'] / 1000:5.1f}"
      f"  run {report['run']['durationMs'] / 1000:5.1f} s  image {install.get('imageBytes', 0) / 2**20:6.1f} MiB  {steps}")
PY
}

for ((turn = 1; turn <= turns; turn++)); do
  once "$(date +%s%N)"
  run "disk" disk
  run "disk, unchanged" disk
  run "direct" direct
  run "direct, unchanged" direct
done
