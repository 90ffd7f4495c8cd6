# One disk with a system partition for the firmware and one file system, both found by their labels: the same layout serves
# a machine that boots through its firmware and one that boots its kernel directly.
{
  fileSystems."/" = {
    device = "/dev/disk/by-label/nixos";
    fsType = "ext4";
  };
  fileSystems."/boot" = {
    device = "/dev/disk/by-label/ESP";
    fsType = "vfat";
    options = [ "umask=0077" ];
  };

  boot.loader.systemd-boot.enable = true;
  # The fallback path is enough, and an image is not bound to the machine that made it.
  boot.loader.efi.canTouchEfiVariables = false;
  boot.initrd.availableKernelModules = [ "ahci" "nvme" "sd_mod" "virtio_blk" "virtio_pci" "virtio_scsi" "xhci_pci" ];
}
