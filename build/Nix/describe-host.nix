# Applied to one nixosConfigurations.<host>: what VmTest has to know of it, in one evaluation.
host:
let
  inherit (host) config;
  # What is only told, not tested, must not fail the evaluation.
  told = value: let result = builtins.tryEval value; in if result.success then result.value else null;
in
{
  toplevelDrv = config.system.build.toplevel.drvPath;
  toplevel = config.system.build.toplevel.outPath;
  vmDrv = config.system.build.vm.drvPath;
  vm = config.system.build.vm.outPath;
  version = told (config.system.nixos.label or null);
  kernel = told (config.boot.kernelPackages.kernel.version or null);
  systemd = told (config.systemd.package.version or null);
  defaultUnit = told (config.systemd.defaultUnit or "multi-user.target");
  desktop = told (
    (config.services.xserver.enable or false)
    || (config.services.displayManager.enable or false)
    || (config.services.greetd.enable or false)
  );
}
