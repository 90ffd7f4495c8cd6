# The probe as a module, for a systemd older than 256, which takes no units as credentials. A function of the probe's
# script, to be handed to extendModules: the host's own configuration stays as it is.
script:
{ pkgs, ... }:
{
  systemd.services.vmtest-probe = {
    description = "VmTest probe";
    wantedBy = [ "sysinit.target" ];
    unitConfig = {
      DefaultDependencies = false;
      IgnoreOnIsolate = true;
    };
    serviceConfig = {
      ExecStart = "${pkgs.writeShellScript "vmtest-probe" script}";
      StandardInput = "null";
      StandardOutput = "null";
      StandardError = "null";
    };
  };
}
