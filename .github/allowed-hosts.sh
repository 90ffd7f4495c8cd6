#!/usr/bin/env bash
# allowed-hosts.sh [FLAKE]: the hosts that Nix fetches this flake's inputs and store paths from, one a line, for the allowlist of an
# agent's firewall.
#
# They are those of the binary caches (of this machine's Nix, and of nixConfig in flake.nix), of the inputs in flake.lock, and of the
# flake registry. Where the sources of a package lie that no cache has, only its derivation knows. Nothing is fetched for this list.
set -euo pipefail

flake=$(cd -- "${1:-.}" && pwd -P)
nix=(nix --extra-experimental-features 'nix-command flakes')

caches() {
  echo https://cache.nixos.org
  "${nix[@]}" config show substituters 2>/dev/null || "${nix[@]}" show-config --json | jq -r '.substituters.value[]?'
  # Evaluated without any input: nixConfig may use none.
  # shellcheck disable=SC2016 # These are names of Nix.
  [[ ! -e $flake/flake.nix ]] || FLAKE=$flake/flake.nix nix-instantiate --eval --strict --json --expr '
    let config = (import (builtins.getEnv "FLAKE")).nixConfig or { };
        list = value: if builtins.isList value then value else [ value ];
    in builtins.concatMap (name: list (config.${name} or [ ])) [ "substituters" "extra-substituters" ]' |
    jq -r '.[]'
}

inputs() {
  [[ ! -e $flake/flake.lock ]] || jq -r '
    .nodes[] | .locked, .original | objects
    | if .type == "github" then
        (.host // "github.com") as $host
        | if $host == "github.com" then "github.com", "codeload.github.com", "api.github.com" else $host end
      elif .type == "gitlab" then .host // "gitlab.com"
      elif .type == "sourcehut" then .host // "git.sr.ht"
      elif .type == "indirect" then "channels.nixos.org"
      else .url // empty end' "$flake/flake.lock"
}

# Of a URL its host, of a host itself; what has none (a folder, a bucket, an ssh alias with odd letters) is left out.
{ caches && inputs && echo channels.nixos.org; } | tr ' ' '\n' |
  sed -nE 's#^((git\+)?(https?|ssh|git)://)?([^/@]*@)?([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)(:[0-9]+)?([/?].*)?$#\5#p' | sort -u
