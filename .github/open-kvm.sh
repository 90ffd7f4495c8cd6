#!/usr/bin/env bash
# Opens /dev/kvm to this user of a runner, where it is there and cannot be written to.
set -euo pipefail

if [[ ! -e /dev/kvm ]]; then
  echo 'This runner has no /dev/kvm; preflight will say what follows from that.'
elif [[ ! -w /dev/kvm ]]; then
  # A container may have no udev.
  if command -v udevadm >/dev/null; then
    echo 'KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"' | sudo tee /etc/udev/rules.d/99-kvm4all.rules
    sudo udevadm control --reload-rules
    sudo udevadm trigger --name-match=kvm
  else
    sudo chmod 0666 /dev/kvm
  fi
fi
