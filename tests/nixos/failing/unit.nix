{
  systemd.services.greeter = {
    description = "Greet nobody";
    wantedBy = [ "multi-user.target" ];
    serviceConfig.Type = "oneshot";
    script = "echo nobody is here >&2; exit 7";
  };
}
