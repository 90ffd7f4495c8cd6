# A module of settings that only the VM has, with and without a boot loader; the real host never sees them.
settings:
{
  virtualisation.vmVariant = settings;
  virtualisation.vmVariantWithBootLoader = settings;
}
