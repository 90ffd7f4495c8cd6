# disko's layout with a partition for GRUB's core; disko gives GRUB the disk by that partition's type.
{
  boot.loader.grub.enable = true;
  disko.devices.disk.main = {
    type = "disk";
    device = "/dev/vda";
    imageSize = "6G";
    content = {
      type = "gpt";
      partitions = {
        boot = { size = "1M"; type = "EF02"; };
        root = {
          size = "100%";
          content = { type = "filesystem"; format = "ext4"; mountpoint = "/"; };
        };
      };
    };
  };
}
