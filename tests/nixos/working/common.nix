# What all of these hosts have: a size that fits a hosted runner, and as little to build and fetch as can be.
let
  size = { memorySize = 1024; cores = 2; diskSize = 6144; graphics = false; };
in
{
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "26.05";
  documentation.enable = false;
  services.openssh.enable = true;
  virtualisation.vmVariant.virtualisation = size;
  virtualisation.vmVariantWithBootLoader.virtualisation = size;
}
