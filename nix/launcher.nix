# `vmtest` where the public package feed is out of reach, but another one is not: built from its sources on first use, with the feed that
# NuGet is configured for; not in the store, which has no network, but in a copy of the sources in the user's cache.
{ writeShellApplication, coreutils, dotnet-sdk_10, findutils, gawk, git, gnugrep, gnused, nix, procps, qemu, util-linux, sources }:
writeShellApplication {
  name = "vmtest";
  runtimeInputs = [ coreutils dotnet-sdk_10 findutils gawk git gnugrep gnused nix procps qemu util-linux ];
  text = ''
    caches=''${XDG_CACHE_HOME:-$HOME/.cache}/vmtest
    copy=$caches/sources-${builtins.substring 11 32 "${sources}"}
    if [[ ! -e $copy/build.sh ]]; then
      mkdir -p -- "$caches"
      fresh=$(mktemp -d -- "$copy.XXXXXX")
      cp -R -- ${sources}/. "$fresh"
      chmod -R u+w -- "$fresh"
      # Another start may have been faster.
      mv -T -- "$fresh" "$copy" 2>/dev/null || rm -rf -- "$fresh"
    fi
    VMTEST_CALLED_AS=vmtest exec "$copy/build.sh" "$@"
  '';
}
