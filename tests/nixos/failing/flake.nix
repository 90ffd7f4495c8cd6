{
  description = "Real NixOS hosts that have to fail, each in one way: expected.json says how";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs = { nixpkgs, ... }:
    let
      host = name: nixpkgs.lib.nixosSystem {
        modules = [ ./common.nix { networking.hostName = name; } (./. + "/${name}.nix") ];
      };
    in
    {
      nixosConfigurations = nixpkgs.lib.genAttrs [
        "assertion"
        "builder"
        "emergency"
        "missing-attribute"
        "option-type"
        "option-unknown"
        "recursion"
        "required"
        "syntax"
        "undefined"
        "unit"
      ]
        host;
    };
}
