{
  system.build.vmTest.requireUnits = [ "no-such-unit.service" ];
}
