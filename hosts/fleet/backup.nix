# A backup onto a disk of its own, which is watched by smartd. The VM gets an empty disk in its place, a made-up password, and makes one
# backup as it boots; no VM has a disk that smartd could watch.
{ lib, ... }:
let
  password = "/var/lib/secrets/restic-password";
in
{
  imports = [
    ./common.nix
    (import ./test-secret.nix password)
    (import ./only-in-vm.nix {
      virtualisation.emptyDiskImages = [
        {
          size = 512;
          driveConfig.deviceExtraOpts.serial = "backup";
        }
      ];
      virtualisation.fileSystems."/srv/backup" = {
        device = "/dev/disk/by-id/virtio-backup";
        fsType = "ext4";
        autoFormat = true;
      };
      services.smartd.enable = lib.mkForce false;
      systemd.services.restic-backups-homes.wantedBy = [ "multi-user.target" ];
    })
  ];

  networking.hostName = "fleet-backup";

  fileSystems."/srv/backup" = {
    device = "/dev/disk/by-uuid/0a4b7f0e-5a0c-4b55-9d7e-1f6a1d3c2b90";
    fsType = "ext4";
  };
  services.smartd.enable = true;

  services.restic.backups.homes = {
    repository = "/srv/backup/homes";
    initialize = true;
    paths = [ "/home" ];
    passwordFile = password;
    timerConfig.OnCalendar = "03:30";
  };
  systemd.services.restic-backups-homes.unitConfig.RequiresMountsFor = "/srv/backup";

  system.build.vmTest.requireUnits = [ "srv-backup.mount" ];
}
