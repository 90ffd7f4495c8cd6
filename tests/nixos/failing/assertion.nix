{ config, ... }:
{
  assertions = [
    {
      assertion = config.networking.hostName == "somebody-else";
      message = "This host has to be called somebody-else.";
    }
  ];
}
