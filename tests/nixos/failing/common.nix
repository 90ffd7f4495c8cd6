# What all of these hosts have; without the file beside it each of them works.
let
  size = { memorySize = 1024; cores = 2; diskSize = 6144; graphics = false; };
in
{
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "26.05";
  documentation.enable = false;
  fileSystems."/" = { device = "/dev/disk/by-label/nixos"; fsType = "ext4"; };
  fileSystems."/boot" = { device = "/dev/disk/by-label/ESP"; fsType = "vfat"; };
  boot.loader.systemd-boot.enable = true;
  virtualisation.vmVariant.virtualisation = size;
  virtualisation.vmVariantWithBootLoader.virtualisation = size;
}
