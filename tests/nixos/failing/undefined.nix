{
  networking.hostName = nmae;
}
