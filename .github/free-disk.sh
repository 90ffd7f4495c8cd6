#!/usr/bin/env bash
# Removes large tools of GitHub's own runners that no test of a host needs.
set -euo pipefail

sudo rm -rf /usr/local/lib/android /opt/ghc /usr/local/.ghcup /opt/hostedtoolcache/CodeQL /usr/share/swift
df -h /
