#!/usr/bin/env bash
# Six hosts of which one has changed, with --reuse=unchanged, beside that host alone, turn by turn.
#   bench reuse [-n TURNS]     default 3
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

turns=$(option n 3 "$@")

reference_guest server
cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { self, guest }: {
    nixosConfigurations = builtins.listToAttrs (map
      (name: {
        inherit name;
        value = guest.lib.guestSystem { modules = [ { networking.hostName = name; } (./. + "/\${name}.nix") ]; };
      }) [ "a" "b" "c" "d" "e" "f" ]);
  };
}
NIX
for host in a b c d e f; do
  echo '{ }' >"$work/flake/$host.nix"
done

# change NUMBER: another service in the last host.
change() {
  printf '{ systemd.services.change-%s = { wantedBy = [ "multi-user.target" ]; script = "exit 0"; }; }\n' "$1" >"$work/flake/f.nix"
}

# timed NAME ARGUMENT...: a run, and a line with its time in milliseconds in $work/NAME.ms.
timed() {
  local name=$1 started=${EPOCHREALTIME/./}
  shift
  vmtest runs --install=direct --accel=auto --jobs=1 "$@"
  echo $(((${EPOCHREALTIME/./} - started) / 1000)) >>"$work/$name.ms"
}

printf 'all six, for their records\n' >&2
timed all --reuse=unchanged
for ((turn = 1; turn <= turns; turn++)); do
  printf 'turn %s of %s\n' "$turn" "$turns" >&2
  change "$turn-six"
  timed six --reuse=unchanged
  change "$turn-one"
  timed one --host=f --reuse=none
done

/usr/bin/python3 - "$work" <<'PYTHON'
import statistics, sys

medians = {name: statistics.median(map(int, open(f"{sys.argv[1]}/{name}.ms"))) for name in ("all", "six", "one")}
print("| run | median (s) |\n| --- | --: |")
for name, what in (("all", "six hosts, none with a record"), ("six", "six hosts, one changed"), ("one", "that host alone")):
    print(f"| {what} | {medians[name] / 1000:.1f} |")
print(f"\none changed of six: {medians['six'] / medians['one']:.2f} times as long as that one alone")
PYTHON
