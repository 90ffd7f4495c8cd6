{ pkgs, ... }:
{
  networking.hostName = pkgs.lib.mkForce pkgs.no-such-package.name;
}
