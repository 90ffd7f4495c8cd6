# An end of a WireGuard tunnel. The VM makes a key of its own and has no peer: its name could not be resolved, and the VM must never
# speak with the real one.
{ lib, ... }:
{
  imports = [
    ./common.nix
    (import ./only-in-vm.nix {
      networking.wireguard.interfaces.wg0 = {
        generatePrivateKeyFile = true;
        peers = lib.mkForce [ ];
      };
    })
  ];

  networking.hostName = "fleet-vpn";
  networking.firewall.allowedUDPPorts = [ 51820 ];

  networking.wireguard.interfaces.wg0 = {
    ips = [ "10.100.0.2/24" ];
    listenPort = 51820;
    privateKeyFile = "/var/lib/wireguard/wg0.key";
    peers = [
      {
        # Nobody has the private key of this one.
        publicKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        allowedIPs = [ "10.100.0.0/24" ];
        endpoint = "vpn.example.org:51820";
        persistentKeepalive = 25;
      }
    ];
  };

  system.build.vmTest.requireUnits = [ "wireguard-wg0.service" ];
}
