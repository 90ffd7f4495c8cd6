#!/usr/bin/env bash
# From the cause of a failed boot to the verdict: for each way to fail, when the cause showed on the console, when the
# wait ended, and when the failure with all its evidence was on record. Real boots, one after another.
#   bench verdicts [NAME...]     only these cases
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

reference_guest server
cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { guest, ... }:
    let
      host = module: guest.lib.guestSystem { modules = [ module ]; };
      service = settings: host { systemd.services.case = { wantedBy = [ "multi-user.target" ]; } // settings; };
      early = script: service { unitConfig.DefaultDependencies = false; serviceConfig.Type = "oneshot"; inherit script; };
      parameter = text: host { boot.kernelParams = [ text ]; };
    in
    {
      nixosConfigurations = {
        healthy = host { };
        unit-exits = service { serviceConfig.Type = "oneshot"; script = "exit 1"; };
        unit-203 = service { serviceConfig.ExecStart = "/no/such/program"; };
        panic = service { serviceConfig.Type = "oneshot"; script = "echo c >/proc/sysrq-trigger"; };
        panic-in-init = parameter "rdinit=/bin/busybox";
        root-missing = parameter "root=LABEL=wrong";
        rescue = parameter "systemd.unit=rescue.target";
        emergency = parameter "systemd.unit=emergency.target";
        power-off = early "systemctl poweroff -ff";
        reboot-loop = early "echo b >/proc/sysrq-trigger";
      };
    };
}
NIX

# What each case shows on the console when its cause has happened; the machine's end where it shows nothing.
cases=(
  'healthy=' 'unit-exits=' 'unit-203='
  'panic=Kernel panic' 'panic-in-init=Kernel panic' 'root-missing=Timed out waiting for device'
  'rescue=rescue' 'emergency=emergency' 'power-off=Power down' 'reboot-loop='
)
for entry in "${cases[@]}"; do
  name=${entry%%=*}
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  printf 'verdicts: %s\n' "$name" >&2
  vmtest "$name" --host="$name" --install=direct --accel=auto --boot-timeout=60
  printf '%s\t%s\n' "$name" "${entry#*=}" >>"$work/cases.tsv"
done

/usr/bin/python3 - "$work" <<'PYTHON'
import csv, datetime, json, re, sys

def when(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))

work = sys.argv[1]
print("| case | code | cause shown (s) | wait ended (s) | lag (ms) | on record (s) |\n| --- | --- | --: | --: | --: | --: |")
for name, sign in csv.reader(open(f"{work}/cases.tsv"), delimiter="\t"):
    folder = f"{work}/{name}/latest"
    report = json.load(open(f"{folder}/report.json"))
    boot = report["hosts"][0]["boot"]
    code = report["failures"][0]["code"] if report["failures"] else "success"
    if "readyAfterMs" in boot:
        ended, lag = boot["readyAfterMs"] / 1000, boot["verdictLagMs"]
        cause = ended - lag / 1000
    else:
        ended = boot["endedAfterMs"] / 1000
        times = [float(match[1]) for line in open(f"{folder}/{name}/console.log", errors="replace") if (match := re.match(r"\[\s*([\d.]+)\] (.*)", line)) and sign and sign in match[2]]
        cause = times[0] if times else None
        lag = None if cause is None else round((ended - cause) * 1000)
    found = next((when(event["at"]) for event in map(json.loads, open(f"{folder}/events.jsonl")) if event["event"] == "failure-found"), None)
    record = "–" if found is None else f"{(found - when(boot['startedAt'])).total_seconds():.2f}"
    print(f"| {name} | {code} | {'–' if cause is None else f'{cause:.2f}'} | {ended:.2f} | {'–' if lag is None else lag} | {record} |")
PYTHON
