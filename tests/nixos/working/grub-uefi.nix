# GRUB as an EFI program, with an entry in the firmware's variables.
{
  fileSystems."/" = { device = "/dev/disk/by-label/nixos"; fsType = "ext4"; };
  fileSystems."/boot" = { device = "/dev/disk/by-label/ESP"; fsType = "vfat"; };
  boot.loader.grub = { device = "nodev"; efiSupport = true; };
  boot.loader.efi.canTouchEfiVariables = true;
}
