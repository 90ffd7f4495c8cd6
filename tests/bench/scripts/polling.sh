#!/usr/bin/env bash
# The plain way to test a VM (start it, then ask by SSH once a second whether the system is running) beside VmTest, on
# the same guests: how long after it is ready each knows, and what each says of a guest that fails, hangs or panics.
#   bench polling [-t SECONDS]     the limit for both, default 60
# shellcheck source=tests/bench/scripts/setup.sh
. "${BASH_SOURCE[0]%/*}/setup.sh"

limit=$(option t 60 "$@")

machine=
trap 'kill "${machine:-}" 2>/dev/null || true; rm -rf -- "$work"' EXIT
for tool in ssh ssh-keygen nix python3; do
  command -v "$tool" >/dev/null || { printf 'bench: %s is missing\n' "$tool" >&2; exit 3; }
done
# Of the kinds of guests only the desktop's has a server of SSH; its hosts here need not show anything.
reference_guest desktop
ssh-keygen -q -t ed25519 -N '' -f "$work/client"
ssh-keygen -q -t ed25519 -N '' -f "$work/server"
cp "$work/client.pub" "$work/server" "$work/flake/"

cat >"$work/flake/base.nix" <<'NIX'
{
  environment.etc."remote/authorized".source = ./client.pub;
  environment.etc."remote/key".text = builtins.readFile ./server;
  environment.etc."remote/settings".text = ''
    HostKey /run/remote-key
    AuthorizedKeysFile /run/remote-authorized
    PermitRootLogin prohibit-password
    StrictModes no
    UsePAM no
  '';
  systemd.services.address = {
    wantedBy = [ "multi-user.target" ];
    before = [ "remote.service" ];
    serviceConfig = { Type = "oneshot"; RemainAfterExit = true; };
    script = ''
      until link=$(ls /sys/class/net | grep -v '^lo$' | head -n 1) && [ -n "$link" ]; do sleep 0.2; done
      ip link set "$link" up
      ip address add 10.0.2.15/24 dev "$link"
    '';
  };
  systemd.services.remote = {
    wantedBy = [ "multi-user.target" ];
    preStart = ''
      sed -i 's/^root:[^:]*/root:*/' /etc/shadow
      sed -i '/^root:/s/[^:]*$/\/bin\/sh/' /etc/passwd
      install -m 600 /etc/remote/key /run/remote-key
      install -m 600 /etc/remote/authorized /run/remote-authorized
      mkdir -p /run/sshd
    '';
    serviceConfig.ExecStart = "/usr/sbin/sshd -D -e -f /etc/remote/settings";
  };
}
NIX
cat >"$work/flake/flake.nix" <<NIX
{
  inputs.guest.url = "path:$guest";
  outputs = { guest, ... }:
    let
      host = module: guest.lib.guestSystem { modules = [ ./base.nix module ]; };
      oneshot = name: settings: { systemd.services.\${name} = { wantedBy = [ "multi-user.target" ]; before = [ "multi-user.target" ]; serviceConfig.Type = "oneshot"; } // settings; };
    in
    {
      nixosConfigurations.healthy = host { };
      nixosConfigurations.failing = host (oneshot "breaks" { script = "echo no such database >&2; exit 1"; });
      nixosConfigurations.hanging = host (oneshot "stuck" { serviceConfig = { Type = "oneshot"; TimeoutStartSec = "infinity"; }; script = "sleep infinity"; });
      nixosConfigurations.panicking = host (oneshot "crash" { script = "echo c >/proc/sysrq-trigger"; });
    };
}
NIX

export NIX_CONFIG="experimental-features = nix-command flakes
sandbox = false
build-users-group =
substituters ="

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }'; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# plain HOST: what the plain way says, and when; and when the guest's console said it was ready.
plain() {
  local host=$1 vm port started state='' before='' taken ready cpu=max
  vm=$(nix build --no-link --json "$work/flake#nixosConfigurations.$host.config.system.build.vm" | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["outputs"]["out"])')
  port=$(free_port)
  # As VmTest does, or this QEMU's emulation breaks the guest.
  [ "$(qemu-system-x86_64 --version | sed -n 's/.*version \([0-9]*\).*/\1/p')" -ge 10 ] || cpu=max,-cx16,-la57
  mkdir -p "$work/plain-$host"
  started=$(now)
  (
    cd "$work/plain-$host"
    export NIX_DISK_IMAGE=$PWD/disk.qcow2 TMPDIR=$PWD USE_TMPDIR=1 QEMU_NET_OPTS=hostfwd=tcp:127.0.0.1:$port-:22
    vm=$(echo "$vm"/bin/run-*-vm)
    exec "$vm" -machine accel=tcg -cpu "$cpu" -display none -monitor none -serial stdio </dev/null
  ) > >(while IFS= read -r line; do printf '%s %s\n' "$(since "$started")" "$line"; done >"$work/plain-$host/console") 2>&1 &
  machine=$!
  while awk -v a="$(since "$started")" -v b="$limit" 'BEGIN { exit !(a < b) }'; do
    state=$(timeout 5 ssh -q -i "$work/client" -p "$port" -o BatchMode=yes -o ConnectTimeout=2 -o StrictHostKeyChecking=no \
      -o UserKnownHostsFile=/dev/null root@127.0.0.1 systemctl is-system-running 2>/dev/null || true)
    case $state in running | degraded) break ;; esac
    before=${state:-$before}
    sleep 1
  done
  taken=$(since "$started")
  kill "$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  machine=
  ready=$(awk '/Reached target.*multi-user/ { print $1; exit }' "$work/plain-$host/console")
  printf '%s\t%s\t%s\t%s\n' "$host" "$taken" "${ready:--}" "${state:-no answer${before:+ any more, before: $before}}" >>"$work/plain.tsv"
}

for host in healthy failing hanging panicking; do
  printf 'polling: %s by SSH\n' "$host" >&2
  plain "$host"
  printf 'polling: %s by VmTest\n' "$host" >&2
  NIX_CONFIG="sandbox = false" vmtest "watched-$host" --host="$host" --install=direct --accel=tcg --boot-timeout="$limit"
done

python3 - "$work" <<'PYTHON'
import csv, json, sys

work = sys.argv[1]
print("| guest | way | verdict after ready (s) | after power-on (s) | it says |\n| --- | --- | --: | --: | --- |")
for host, taken, ready, said in csv.reader(open(f"{work}/plain.tsv"), delimiter="\t"):
    lag = f"{float(taken) - float(ready):.2f}" if ready != "-" else "–"
    print(f"| {host} | SSH once a second | {lag} | {float(taken):.1f} | {said} |")
    report = json.load(open(f"{work}/watched-{host}/latest/report.json"))
    boot = report["hosts"][0]["boot"]
    phase = next(phase for phase in report["hosts"][0]["phases"] if phase["name"] == "boot")
    lag = f"{boot['verdictLagMs'] / 1000:.2f}" if boot.get("verdictLagMs") is not None else "–"
    said = report["failures"][0]["message"] if report["failures"] else "running"
    print(f"| {host} | VmTest | {lag} | {(boot.get('readyAfterMs') or phase['durationMs']) / 1000:.1f} | {said} |")
PYTHON
