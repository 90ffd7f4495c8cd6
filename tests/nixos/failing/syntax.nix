{
  services.openssh.enable = true
}
