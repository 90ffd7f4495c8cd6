# The probe as a module, for a systemd older than 256, which takes no units as credentials. A function of the probe's
# script, to be handed to extendModules: the host's own configuration stays as it is.
script:
{ pkgs, ... }:
let
  program = pkgs.writeShellScript "vmtest-probe" script;
  unit = description: after: arguments: {
    inherit description after;
    wantedBy = [ "sysinit.target" ];
    unitConfig = {
      DefaultDependencies = false;
      IgnoreOnIsolate = true;
    };
    serviceConfig = {
      ExecStart = "${program}${arguments}";
      StandardInput = "null";
      StandardOutput = "null";
      StandardError = "null";
    };
  };
in
{
  systemd.services.vmtest-probe = unit "VmTest probe" [ ] "";
  systemd.services.vmtest-watch = unit "VmTest probe, once the default target is up" [ "default.target" ] " watch";
}
