# A stand-in for nixpkgs: as much of it as this project's flake asks for, none of it real. Its module system, in lib/, is
# that of the diagnosis's tests.
{
  outputs = { self }: {
    lib = import ./lib.nix;
    legacyPackages = {
      x86_64-linux = import ./packages.nix "x86_64-linux";
      aarch64-linux = import ./packages.nix "aarch64-linux";
    };
  };
}
