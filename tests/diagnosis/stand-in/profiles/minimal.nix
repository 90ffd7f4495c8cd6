{ ... }: { services.openssh.settings.X11Forwarding = false; }
