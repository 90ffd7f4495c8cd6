# /etc: what the base brings, and over it what the host's modules say.
{ config, lib, pkgs, ... }:
let
  inherit (lib) escapeShellArg mkOption types;

  entry = types.submodule {
    options = {
      enable = mkOption { type = types.bool; default = true; };
      text = mkOption { type = types.nullOr types.lines; default = null; };
      source = mkOption { type = types.nullOr types.package; default = null; };
    };
  };

  files = lib.filterAttrs (_: file: file.enable) config.environment.etc;

  put = path: file:
    if file.source != null then "link ${escapeShellArg path} ${escapeShellArg "${file.source}"}\n"
    else if file.text != null then "write ${escapeShellArg path} ${escapeShellArg file.text}\n"
    else throw "environment.etc.\"${path}\" has neither `text' nor `source'.";
in
{
  options.environment.etc = mkOption { type = types.attrsOf entry; default = { }; };

  config.system.build.etc = pkgs.runCommand "etc" { inherit (pkgs) base; } ''
    cp -R "$base/etc" "$out"
    chmod -R u+w "$out"
    clear() {
      mkdir -p "$out/$(dirname "$1")"
      rm -rf "$out/$1"
    }
    write() { clear "$1"; printf '%s' "$2" >"$out/$1"; }
    link() { clear "$1"; ln -s "$2" "$out/$1"; }
    ${lib.concatMapStrings (path: put path files.${path}) (lib.attrNames files)}
    ln -s ${config.system.build.units} "$out/systemd/system"
  '';
}
