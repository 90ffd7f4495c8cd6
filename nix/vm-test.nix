# What VmTest has to know of a host that nobody can see from outside: typed, merged and documented. Without this module the
# same names go into system.build.vmTest, as plain values. In virtualisation.vmVariant it holds for that way to boot alone.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.vmTest = {
    allowFailed = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "acme-*.service" ];
      description = "Units, or patterns of units, that may fail in the VM: each is a warning then, and the host passes.";
    };
    requireUnits = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "sshd.service" ];
      description = "Units that must be active when the system is ready.";
    };
    bootTimeout = mkOption {
      type = types.nullOr (types.ints.between 5 3600);
      default = null;
      example = 120;
      description = "Seconds that the VM may take from power-on to ready; VmTest's default where null.";
    };
    memory = mkOption {
      type = types.nullOr (types.ints.between 128 1048576);
      default = null;
      example = 2048;
      description = "Memory of the VM in MiB; as virtualisation.memorySize has it where null.";
    };
    cores = mkOption {
      type = types.nullOr (types.ints.between 1 256);
      default = null;
      example = 2;
      description = "Cores of the VM; as virtualisation.cores has it where null.";
    };
    passphrase = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "vm test";
      description = ''
        Typed where the boot asks for the passphrase of an encrypted disk. It is in the Nix store, where everybody can read
        it: take one that protects nothing else, or give it by --passphrase-file.
      '';
    };
  };

  config.system.build.vmTest = lib.filterAttrs (_: value: value != null && value != [ ]) config.vmTest;
}
