# An encrypted root file system, whose passphrase is asked for on the console. It protects nothing, and so may be in the store.
{ pkgs, ... }:
let
  passphrase = "vm test";
in
{
  boot.loader.systemd-boot.enable = true;
  boot.initrd.systemd.enable = true;
  system.build.vmTest = { inherit passphrase; };
  disko.devices.disk.main = {
    type = "disk";
    device = "/dev/vda";
    imageSize = "6G";
    content = {
      type = "gpt";
      partitions = {
        ESP = {
          size = "512M";
          type = "EF00";
          content = { type = "filesystem"; format = "vfat"; mountpoint = "/boot"; mountOptions = [ "umask=0077" ]; };
        };
        luks = {
          size = "100%";
          content = {
            type = "luks";
            name = "root";
            passwordFile = "${pkgs.writeText "passphrase" passphrase}";
            content = { type = "filesystem"; format = "ext4"; mountpoint = "/"; };
          };
        };
      };
    };
  };
}
