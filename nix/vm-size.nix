# A module that gives a host's machine its size, for the machine that boots its kernel directly and for the one that boots
# through its firmware and boot loader.
size:
{
  virtualisation.vmVariant.virtualisation = size;
  virtualisation.vmVariantWithBootLoader.virtualisation = size;
}
