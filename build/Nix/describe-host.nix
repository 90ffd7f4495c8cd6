# What VmTest has to know of one nixosConfigurations.<host>, in one evaluation. `probe` is the module that stands in for
# the credentials where the host's systemd takes no units from outside.
{ host, probe }:
let
  inherit (host) config;
  # What is only told, not tested, must not fail the evaluation.
  told = value: let result = builtins.tryEval value; in if result.success then result.value else null;

  systemd = told (config.systemd.package.version or null);
  # systemd 256 was the first to read systemd.extra-unit.* (its NEWS).
  takesUnits = systemd == null || builtins.compareVersions systemd "256" >= 0;
  probeIsModule = !takesUnits && host ? extendModules;
  watched = if probeIsModule then (host.extendModules { modules = [ probe ]; }).config else config;
in
{
  toplevelDrv = config.system.build.toplevel.drvPath;
  toplevel = config.system.build.toplevel.outPath;
  vmDrv = watched.system.build.vm.drvPath;
  vm = watched.system.build.vm.outPath;
  inherit systemd probeIsModule;
  version = told (config.system.nixos.label or null);
  kernel = told (config.boot.kernelPackages.kernel.version or null);
  defaultUnit = told (config.systemd.defaultUnit or "multi-user.target");
  desktop = told (
    (config.services.xserver.enable or false)
    || (config.services.displayManager.enable or false)
    || (config.services.greetd.enable or false)
  );
}
