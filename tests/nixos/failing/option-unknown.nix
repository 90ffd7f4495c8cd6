{
  services.nginxx.enable = true;
}
