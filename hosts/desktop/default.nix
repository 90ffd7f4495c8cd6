# A small desktop: a display manager that logs its user in to Xfce.
{
  imports = [
    ../disk.nix
    (import ../../nix/vm-size.nix { memorySize = 2560; cores = 2; diskSize = 8192; graphics = true; })
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  networking.hostName = "desktop";
  system.stateVersion = "26.05";

  services.xserver = {
    enable = true;
    displayManager.lightdm.enable = true;
    desktopManager.xfce.enable = true;
  };
  services.displayManager = {
    defaultSession = "xfce";
    autoLogin = {
      enable = true;
      user = "visitor";
    };
  };

  users.users.visitor = {
    isNormalUser = true;
    description = "Visitor";
  };

  # Less to build, fetch and keep.
  documentation.enable = false;
}
