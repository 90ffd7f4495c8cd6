# `pkgs` of the guest: builders for small files, and the parts from Debian as packages.
{ lib, parts }:
let
  versions = builtins.fromJSON (builtins.readFile (parts + "/versions.json"));

  # There is no compiler and no shell of our own: builders use this machine's tools, so they
  # cannot run in a sandbox. Nothing of this is in any binary cache, so none is asked.
  runCommand = name: env: script: derivation ({
    inherit name script;
    system = "x86_64-linux";
    builder = "/bin/sh";
    args = [ "-euc" ". \"$scriptPath\"" ];
    passAsFile = [ "script" ];
    PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    LC_ALL = "C";
    __noChroot = true;
    allowSubstitutes = false;
    preferLocalBuild = true;
  } // env);
in
rec {
  inherit runCommand;

  writeText = name: text: runCommand name { inherit text; passAsFile = [ "script" "text" ]; } ''
    cp "$textPath" "$out"
  '';

  # A script for the guest; BusyBox's shell runs it.
  writeShellScript = name: text: runCommand name
    { text = "#!/bin/sh\n${text}"; passAsFile = [ "script" "text" ]; }
    ''
      cp "$textPath" "$out"
      chmod 555 "$out"
    '';

  # usr/ and etc/ as Debian's packages have them.
  base = runCommand "reference-guest-base-${versions.debian}" { archive = parts + "/base.tar.zst"; } ''
    mkdir "$out"
    tar -C "$out" --no-same-owner -xf "$archive"
  '' // { version = versions.debian; inherit (versions) kind suite; };

  systemd = base // { version = versions.systemd; };

  linux = runCommand "linux-${versions.kernel}" { image = parts + "/vmlinuz"; } ''
    mkdir "$out"
    cp "$image" "$out/bzImage"
  '' // {
    version = builtins.head (builtins.match "([0-9.]+).*" versions.kernel);
    modDirVersion = versions.kernel;
  };

  initrd = runCommand "initrd-linux-${versions.kernel}" { image = parts + "/initrd"; } ''
    mkdir "$out"
    cp "$image" "$out/initrd"
  '';

  systemdBoot = runCommand "systemd-boot-${versions.systemd}" { image = parts + "/systemd-bootx64.efi"; } ''
    mkdir "$out"
    cp "$image" "$out/systemd-bootx64.efi"
  '';
}
