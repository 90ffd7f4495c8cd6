# systemd units, with NixOS's options as far as test hosts need them.
{ config, lib, pkgs, ... }:
let
  inherit (lib) concatMapStrings escapeShellArg mkOption types;
  cfg = config.systemd;

  names = mkOption { type = types.listOf types.str; default = [ ]; };
  text = mkOption { type = types.lines; default = ""; };
  section = mkOption { type = types.attrsOf types.unitSetting; default = { }; };

  # What every kind of unit has, and how it is spelled in the [Unit] section.
  relations = {
    After = "after";
    Before = "before";
    BindsTo = "bindsTo";
    Conflicts = "conflicts";
    OnFailure = "onFailure";
    PartOf = "partOf";
    Requires = "requires";
    Requisite = "requisite";
    Wants = "wants";
  };
  common = lib.mapAttrs' (_: option: lib.nameValuePair option names) relations // {
    enable = mkOption { type = types.bool; default = true; };
    description = mkOption { type = types.str; default = ""; };
    unitConfig = section;
    wantedBy = names;
    requiredBy = names;
  };
  kind = own: mkOption {
    type = types.attrsOf (types.submodule { options = common // own; });
    default = { };
  };

  # One section of a unit file; a list is a line each.
  showSetting = value:
    if value == true then "true" else if value == false then "false" else toString value;
  showSection = name: settings:
    lib.optionalString (settings != { }) "[${name}]\n${
      lib.concatStringsSep "" (lib.mapAttrsToList (key: value:
        if lib.isList value then concatMapStrings (v: "${key}=${showSetting v}\n") value
        else "${key}=${showSetting value}\n") settings)}\n";
  unitSection = unit: showSection "Unit" (
    lib.optionalAttrs (unit.description != "") { Description = unit.description; }
    // lib.filterAttrs (_: names: names != "")
      (lib.mapAttrs (_: option: lib.concatStringsSep " " unit.${option}) relations)
    // unit.unitConfig);

  # The units that one kind's option makes; SECTIONS gives the text below [Unit].
  unitsOf = suffix: sections: lib.mapAttrs' (name: unit:
    lib.nameValuePair "${name}.${suffix}" {
      inherit (unit) enable wantedBy requiredBy;
      text = unitSection unit + sections name unit;
    });

  script = name: setting: phase: body: lib.optionalAttrs (body != "") {
    ${setting} = pkgs.writeShellScript "unit-script-${name}-${phase}" "set -e\n${body}";
  };
  serviceSection = name: unit: showSection "Service" (
    lib.optionalAttrs (unit.environment != { }) {
      Environment = lib.mapAttrsToList
        (key: value: builtins.toJSON "${key}=${showSetting value}")
        unit.environment;
    }
    // script name "ExecStartPre" "pre-start" unit.preStart
    // script name "ExecStart" "start" unit.script
    // script name "ExecStartPost" "post-start" unit.postStart
    // unit.serviceConfig);
in
{
  options.systemd = {
    package = mkOption { type = types.package; default = pkgs.systemd; };
    defaultUnit = mkOption { type = types.str; default = "multi-user.target"; };

    # Unit files by their full name; the kinds below make these.
    units = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options = {
          enable = mkOption { type = types.bool; default = true; };
          inherit text;
          wantedBy = names;
          requiredBy = names;
        };
      });
    };
    services = kind {
      environment = section;
      serviceConfig = section;
      preStart = text;
      postStart = text;
      script = text;
    };
    targets = kind { };
    timers = kind { timerConfig = section; };
    sockets = kind { socketConfig = section; };
    paths = kind { pathConfig = section; };
    mounts = kind { mountConfig = section; };
  };

  config = {
    systemd.units = lib.mkMerge [
      (unitsOf "service" serviceSection cfg.services)
      (unitsOf "target" (_: _: "") cfg.targets)
      (unitsOf "timer" (_: unit: showSection "Timer" unit.timerConfig) cfg.timers)
      (unitsOf "socket" (_: unit: showSection "Socket" unit.socketConfig) cfg.sockets)
      (unitsOf "path" (_: unit: showSection "Path" unit.pathConfig) cfg.paths)
      (unitsOf "mount" (_: unit: showSection "Mount" unit.mountConfig) cfg.mounts)
    ];

    # /etc/systemd/system. A unit that systemd itself brings gets a drop-in, as on NixOS.
    system.build.units = pkgs.runCommand "system-units" { inherit (pkgs) base; } ''
      mkdir "$out"
      cd "$out"
      unit() {
        if [ -e "$base/usr/lib/systemd/system/$1" ]; then
          mkdir -p "$1.d"
          printf '%s' "$2" >"$1.d/overrides.conf"
        else
          printf '%s' "$2" >"$1"
        fi
      }
      mask() { ln -s /dev/null "$1"; }
      wanted() {
        mkdir -p "$2"
        ln -s "$(where "$1")" "$2/$1"
      }
      where() {
        if [ -e "$1" ]; then echo "/etc/systemd/system/$1"; else echo "/usr/lib/systemd/system/$1"; fi
      }
      ${concatMapStrings (name: let unit = cfg.units.${name}; in
        if unit.enable then "unit ${escapeShellArg name} ${escapeShellArg unit.text}\n"
        else "mask ${escapeShellArg name}\n") (lib.attrNames cfg.units)}
      ${concatMapStrings (name: let unit = cfg.units.${name}; in
        concatMapStrings (by: "wanted ${escapeShellArg name} ${escapeShellArg "${by}.wants"}\n") unit.wantedBy
        + concatMapStrings (by: "wanted ${escapeShellArg name} ${escapeShellArg "${by}.requires"}\n") unit.requiredBy)
        (lib.filter (name: cfg.units.${name}.enable) (lib.attrNames cfg.units))}
      ln -s "$(where ${escapeShellArg cfg.defaultUnit})" default.target
    '';
  };
}
