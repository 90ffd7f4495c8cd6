{
  description = "Reference guest: systemd from Debian's packages behind NixOS's interface";

  outputs = { self }: {
    # Like nixpkgs' lib.nixosSystem.
    lib.guestSystem = import ./lib/guest-system.nix;
  };
}
