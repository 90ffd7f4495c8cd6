# A small server: a web site behind a firewall, reached over SSH by one user.
{ pkgs, ... }:
{
  imports = [
    ../disk.nix
    (import ../../nix/vm-size.nix { memorySize = 1024; cores = 2; diskSize = 4096; graphics = false; })
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  networking.hostName = "server";
  system.stateVersion = "26.05";

  services.openssh = {
    enable = true;
    settings = {
      PasswordAuthentication = false;
      PermitRootLogin = "no";
    };
  };

  services.nginx = {
    enable = true;
    virtualHosts.default = {
      default = true;
      root = pkgs.writeTextDir "index.html" ''
        <!doctype html>
        <title>server</title>
        <p>It works.
      '';
    };
  };

  # Multi-user is reached only once the site was seen to answer.
  systemd.services.site-check = {
    description = "Check that the web site answers";
    wantedBy = [ "multi-user.target" ];
    before = [ "multi-user.target" ];
    wants = [ "nginx.service" ];
    after = [ "nginx.service" ];
    path = [ pkgs.curl pkgs.gnugrep ];
    serviceConfig = {
      Type = "oneshot";
      TimeoutStartSec = 60;
    };
    script = "curl --fail --silent --show-error --retry 10 --retry-connrefused http://localhost/ | grep 'It works'";
  };

  networking.firewall = {
    enable = true;
    allowedTCPPorts = [ 22 80 ];
  };

  users.users.operator = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  # Less to build, fetch and keep.
  documentation.enable = false;
}
