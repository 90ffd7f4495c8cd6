{ lib, ... }:
{
  imports = [
    (lib.mkRemovedOptionModule [ "services" "web" "workers" ] "The number of workers follows the number of cores.")
    (lib.mkRemovedOptionModule [ "networking" "useWicd" ] "Use networking.networkmanager instead.")
    (lib.mkRenamedOptionModule [ "boot" "cleanTmpDir" ] [ "boot" "tmp" "cleanOnBoot" ])
    (lib.mkRenamedOptionModule [ "services" "openssh" "permitRootLogin" ] [ "services" "openssh" "settings" "PermitRootLogin" ])
  ];
}
