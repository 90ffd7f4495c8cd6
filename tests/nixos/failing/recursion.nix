{ config, lib, ... }:
{
  networking.hostName = lib.mkForce "${config.networking.hostName}-again";
}
