{ pkgs, ... }:
{
  environment.etc."vmtest/generated".source = pkgs.runCommand "generated-settings" { } ''
    echo "generated-settings: line 1: no such setting: colour" >&2
    exit 3
  '';
}
