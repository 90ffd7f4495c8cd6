# The VM takes the file systems that its variant declares, so this one stands there.
{
  virtualisation.vmVariantWithBootLoader.virtualisation.fileSystems."/data" = {
    device = "/dev/disk/by-label/nothing-has-this";
    fsType = "ext4";
    options = [ "x-systemd.device-timeout=5s" ];
  };
}
