# What can be said of the sources without a network: every Nix file parses, every script passes shellcheck.
{ runCommand, findutils, nix, shellcheck, sources }:
runCommand "vmtest-sources" { nativeBuildInputs = [ findutils nix shellcheck ]; } ''
  # A store of its own: a builder has no access to the real one.
  export NIX_STORE_DIR=$TMPDIR/store NIX_STATE_DIR=$TMPDIR/state
  nix-store --init
  find ${sources} -name '*.nix' -print0 | xargs -0 nix-instantiate --parse >/dev/null
  cd ${sources}
  shellcheck --external-sources build.sh mcp/start.sh launcher/*.sh demo/*.sh demo/guest/*.sh
  touch "$out"
''
