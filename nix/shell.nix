# All that working on VmTest takes, and testing a flake with it. The reference guest (the targets Demo and Test) is made of
# Debian's packages and also needs Debian's keys, so these two run on Debian and Ubuntu.
{ mkShell, actionlint, binutils, chromium, cpio, dotnet-sdk_10, dpkg, e2fsprogs, fakeroot, git, jq, nix, nodejs, python3, qemu, shellcheck, util-linux, xz, yamllint, zstd }:
mkShell {
  packages = [
    actionlint
    binutils
    chromium
    cpio
    dotnet-sdk_10
    dpkg
    e2fsprogs
    fakeroot
    git
    jq
    nix
    nodejs
    (python3.withPackages (packages: [ packages.jsonschema packages.pyyaml ]))
    qemu
    shellcheck
    util-linux
    xz
    yamllint
    zstd
  ];
}
