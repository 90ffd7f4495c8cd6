# A web server with a certificate by ACME, which an isolated VM cannot get: nginx starts with the one that it signs itself, the
# order fails, and may. What must work is said beside the host; nothing has to be imported for it.
{ pkgs, ... }:
{
  imports = [ ./common.nix ];

  networking.hostName = "fleet-web";
  networking.firewall.allowedTCPPorts = [ 80 443 ];

  security.acme = {
    acceptTerms = true;
    defaults.email = "operator@example.org";
  };
  services.nginx = {
    enable = true;
    virtualHosts."www.example.org" = {
      enableACME = true;
      forceSSL = true;
      root = pkgs.writeTextDir "index.html" ''
        <!doctype html>
        <title>fleet</title>
        <p>It works.
      '';
    };
  };

  system.build.vmTest = {
    allowFailed = [ "acme-order-renew-*.service" ];
    requireUnits = [ "nginx.service" "sshd.service" ];
    bootTimeout = 240;
  };
}
