# A small desktop: a display server on the machine's own screen, and a login screen on it.
{ pkgs, ... }:
let
  login = "/etc/login-screen";
  # The display manager would start a server that listens on the network, reads resources through
  # a C preprocessor and logs to a file.
  settings = ''
    DisplayManager.accessFile: ${login}/access
    DisplayManager.authDir: /var/lib/login-screen
    DisplayManager.errorLogFile: /dev/stderr
    DisplayManager.pidFile: /run/login-screen.pid
    DisplayManager.requestPort: 0
    DisplayManager.servers: ${login}/servers
    DisplayManager*authorize: false
    DisplayManager*resources: ${login}/look
    DisplayManager*xrdb: /usr/bin/xrdb -nocpp
  '';
in
{
  networking.hostName = "desktop";
  system.stateVersion = "25.05";
  services.displayManager.enable = true;
  virtualisation.graphics = true;
  virtualisation.memorySize = 768;

  environment.etc = {
    "login-screen/settings".text = settings;
    "login-screen/servers".text = ":0 local /usr/lib/xorg/Xorg :0 vt7 -nolisten tcp -logfile /dev/null\n";
    "login-screen/access".text = "";
    "login-screen/look".text = ''
      xlogin*greeting: Welcome to desktop
      xlogin*namePrompt: Login:\040
      xlogin*passwdPrompt: Password:\040
      xlogin*width: 640
      xlogin*height: 320
      xlogin*background: #204a87
      xlogin*foreground: white
      xlogin*greetColor: #fce94f
      xlogin*face: DejaVu Sans-16
      xlogin*greetFace: DejaVu Sans-24:bold
      xlogin*promptFace: DejaVu Sans-16:bold
      xlogin*failFace: DejaVu Sans-16
    '';
    # A virtual screen has no 3D for the server to draw with.
    "X11/xorg.conf.d/10-screen.conf".text = ''
      Section "Device"
        Identifier "screen"
        Driver "modesetting"
        Option "AccelMethod" "none"
      EndSection
    '';
  };

  systemd.services.display-manager = {
    description = "Login screen";
    wantedBy = [ "graphical.target" ];
    after = [ "systemd-udev-settle.service" "systemd-modules-load.service" ];
    conflicts = [ "getty@tty7.service" ];
    serviceConfig = {
      ExecStart = "/usr/bin/xdm -nodaemon -config ${login}/settings";
      StateDirectory = "login-screen";
      Restart = "on-failure";
    };
  };
}
