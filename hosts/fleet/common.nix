# What all hosts of the fleet share: how they boot, who gets in, and the size of their VMs.
{
  imports = [
    ../disk.nix
    (import ../../nix/vm-size.nix { memorySize = 1024; cores = 2; diskSize = 4096; graphics = false; })
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "26.05";

  services.openssh = {
    enable = true;
    settings = {
      PasswordAuthentication = false;
      PermitRootLogin = "no";
    };
  };
  networking.firewall.allowedTCPPorts = [ 22 ];

  users.users.operator = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  # Less to build, fetch and keep.
  documentation.enable = false;
}
