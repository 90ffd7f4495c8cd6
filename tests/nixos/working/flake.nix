{
  description = "Real NixOS hosts that have to work: the ways to install and boot that VmTest knows";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  inputs.disko.url = "github:nix-community/disko";
  inputs.disko.inputs.nixpkgs.follows = "nixpkgs";

  outputs = { nixpkgs, disko, ... }:
    let
      host = name: modules: nixpkgs.lib.nixosSystem {
        modules = [ ./common.nix { networking.hostName = name; } ] ++ modules;
      };
      onDisko = name: modules: host name ([ disko.nixosModules.disko ] ++ modules);
    in
    {
      nixosConfigurations = {
        systemd-initrd = host "systemd-initrd" [ ./systemd-initrd.nix ];
        grub-bios = host "grub-bios" [ ./grub-bios.nix ];
        grub-uefi = host "grub-uefi" [ ./grub-uefi.nix ];
        disko-uefi = onDisko "disko-uefi" [ ./disko-uefi.nix ];
        disko-bios = onDisko "disko-bios" [ ./disko-bios.nix ];
        disko-luks = onDisko "disko-luks" [ ./disko-luks.nix ];
      };
    };
}
