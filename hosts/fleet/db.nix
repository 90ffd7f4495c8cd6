# A database whose application's password is put there by hand. The VM has another one, so that the unit which sets it is tested as
# well. What must work is said by the options of nixosModules.vm-test.
{ config, ... }:
let
  password = "/var/lib/secrets/shop-password";
in
{
  imports = [
    ./common.nix
    ../../nix/vm-test.nix
    (import ./test-secret.nix password)
  ];

  networking.hostName = "fleet-db";

  services.postgresql = {
    enable = true;
    ensureDatabases = [ "shop" ];
    ensureUsers = [
      {
        name = "shop";
        ensureDBOwnership = true;
      }
    ];
  };

  systemd.services.shop-password = {
    description = "Set the password of the shop's role";
    wantedBy = [ "multi-user.target" ];
    requires = [ "postgresql.target" ];
    after = [ "postgresql.target" ];
    path = [ config.services.postgresql.package ];
    serviceConfig = {
      Type = "oneshot";
      RemainAfterExit = true;
      User = "postgres";
      LoadCredential = "password:${password}";
    };
    script = ''
      psql --set=ON_ERROR_STOP=1 --set=password="$(<"$CREDENTIALS_DIRECTORY/password")" <<'SQL'
      ALTER ROLE shop PASSWORD :'password';
      SQL
    '';
  };

  vmTest.requireUnits = [ "postgresql.service" "shop-password.service" ];
}
