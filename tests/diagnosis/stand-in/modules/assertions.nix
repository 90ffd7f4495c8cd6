{ lib, ... }:
let inherit (lib) mkOption types; in
{
  options.assertions = mkOption { type = types.listOf types.anything; default = [ ]; };
  options.warnings = mkOption { type = types.listOf types.str; default = [ ]; };
}
