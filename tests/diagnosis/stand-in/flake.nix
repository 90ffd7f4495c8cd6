# A stand-in for nixpkgs: as much of it as it takes to fail in nixpkgs's words.
{
  outputs = { self }: {
    lib = import ./lib;
  };
}
