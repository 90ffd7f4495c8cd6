# A small server: a web site, a check that it answers, and a timer that keeps checking.
{ pkgs, ... }:
let
  check = pkgs.writeShellScript "check-site" ''
    tries=0
    until wget -q -O - http://127.0.0.1/ | grep -q 'It works'; do
      tries=$((tries + 1))
      [ $tries -lt 20 ] || { echo "the site does not answer" >&2; exit 1; }
      sleep 0.5
    done
    echo "the site answers"
  '';
in
{
  networking.hostName = "server";
  system.stateVersion = "25.05";

  environment.etc."site/index.html".text = ''
    <!doctype html>
    <title>server</title>
    <p>It works.
  '';

  systemd.services.web = {
    description = "Web site";
    wantedBy = [ "multi-user.target" ];
    serviceConfig = {
      ExecStart = "/usr/bin/httpd -f -p 127.0.0.1:80 -h /etc/site";
      User = "www-data";
      AmbientCapabilities = "CAP_NET_BIND_SERVICE";
      ProtectSystem = "strict";
      PrivateTmp = true;
      Restart = "on-failure";
    };
  };

  # Multi-user is reached only once the site was seen to answer.
  systemd.services.web-check = {
    description = "Check that the web site answers";
    wantedBy = [ "multi-user.target" ];
    before = [ "multi-user.target" ];
    wants = [ "web.service" ];
    after = [ "web.service" ];
    serviceConfig = {
      Type = "oneshot";
      ExecStart = check;
      TimeoutStartSec = 60;
    };
  };
  systemd.timers.web-check = {
    description = "Check the web site every minute";
    wantedBy = [ "timers.target" ];
    timerConfig = { OnBootSec = "1min"; OnUnitActiveSec = "1min"; };
  };
}
