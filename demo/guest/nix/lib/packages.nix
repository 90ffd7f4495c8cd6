# `pkgs` of the guest: builders for small files, and the parts from Debian as packages.
{ lib, parts }:
let
  versions = builtins.fromJSON (builtins.readFile (parts + "/versions.json"));

  # There is no compiler and no shell of our own, so the programs of builders are parts as well, with
  # a loader and libraries of their own: nothing of this machine is needed, and a build may be
  # sandboxed. Nothing of this is in any binary cache, so none is asked.
  build = busybox: name: env: script: derivation ({
    inherit name script;
    system = "x86_64-linux";
    builder = busybox;
    args = [ "sh" "-euc" ". \"$scriptPath\"" ];
    passAsFile = [ "script" ];
    LC_ALL = "C";
    allowSubstitutes = false;
    preferLocalBuild = true;
  } // env);

  # BusyBox's applets, and beside them the programs that a builder cannot do without. In mkfs.ext4
  # every file belongs to root, whoever builds.
  tools = build "${parts + "/tools"}/busybox" "reference-guest-tools" { archive = parts + "/tools.tar.gz"; } ''
    "$builder" mkdir "$out"
    "$builder" tar -C "$out" -o -xzf "$archive"
    cd "$out/bin"
    "$builder" cp "$builder" busybox
    # start PROGRAM OPTIONS: the line that starts it.
    start() {
      echo "$out/lib/ld-linux-x86-64.so.2 --library-path $out/lib --argv0 $1 $2" \
        "$("$builder" readlink -f "$1") \"\$@\""
    }
    for name in *; do
      case $name in
        busybox) continue ;;
        mkfs.*) line="
    fake=\$($out/bin/faked)
    code=0
    FAKEROOTKEY=\''${fake%%:*} $(start "$name" "--preload $out/lib/libfakeroot-sysv.so") || code=\$?
    kill \''${fake##*:}
    exit \$code" ;;
        *) line="exec $(start "$name" "")" ;;
      esac
      "$builder" rm "$name"
      printf '#!%s/bin/busybox sh\nexport GCONV_PATH=%s/lib/gconv\n%s\n' "$out" "$out" "$line" >"$name"
      "$builder" chmod 555 "$name"
    done
    for applet in $(./busybox --list); do
      [ -e "$applet" ] || "$builder" ln -s busybox "$applet"
    done
  '';

  runCommand = name: env: build "${tools}/bin/busybox" name ({ PATH = "${tools}/bin"; } // env);
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
    zstd -q -d -c "$archive" | tar -C "$out" -o -xf -
  '' // { version = versions.debian; inherit (versions) kind suite; };

  systemd = base // { version = versions.systemd; };

  linux = runCommand "linux-${versions.kernel}" { image = parts + "/vmlinuz"; } ''
    mkdir "$out"
    cp "$image" "$out/bzImage"
  '' // {
    version = builtins.head (builtins.match "([0-9.]+).*" versions.kernel);
    modDirVersion = versions.kernel;
  } // lib.optionalAttrs (versions.kind != "desktop") {
    # What a machine that is handed its kernel starts at once: a kernel that has to unpack itself takes seconds of emulation.
    # Started so it has no text on its screen, since nobody asks the firmware for one: not for a desktop.
    # Where the image's fields are says Linux' Documentation/arch/x86/boot.rst: setup_sects, payload_offset and
    # payload_length; the last four bytes of the payload are the size.
    unpacked = runCommand "vmlinux-${versions.kernel}" { image = parts + "/vmlinuz"; } ''
      number() { od -A n -t "u$2" -j "$1" -N "$2" "$image" | tr -d ' '; }
      start=$((($(number 497 1) + 1) * 512 + $(number 584 4)))
      size=$(($(number 588 4) - 4))
      payload() { tail -c "+$((start + 1))" "$image" | head -c "$size"; }
      case $(payload | head -c 4 | od -A n -t x1 | tr -d ' \n') in
        28b52ffd) payload | zstd -q -d -c >"$out" ;;
        *) cp "$image" "$out" ;;
      esac
    '';
  };

  initrd = runCommand "initrd-linux-${versions.kernel}" { image = parts + "/initrd"; } ''
    mkdir "$out"
    cp "$image" "$out/initrd"
  '';

  # An initrd with a second archive behind it: the kernel unpacks both. Of the kind `luks` it may be one of systemd.
  initrdWithTables = { systemd, crypttab, fstab }:
    if versions.kind != "luks" && (systemd || crypttab != "") then
      throw "boot.initrd.luks.devices and boot.initrd.systemd.enable need the reference guest of the kind luks, and this is the kind ${versions.kind}."
    else
      runCommand "initrd-${versions.kind}-${versions.kernel}"
        {
          image = parts + (if systemd then "/initrd-systemd" else "/initrd");
          inherit crypttab fstab;
          passAsFile = [ "script" "crypttab" "fstab" ];
        }
        ''
          mkdir -p "$out" more/etc
          [ ! -s "$crypttabPath" ] || cp "$crypttabPath" more/etc/crypttab
          [ ! -s "$fstabPath" ] || cp "$fstabPath" more/etc/fstab
          cp "$image" "$out/initrd"
          chmod u+w "$out/initrd"
          # Archives begin at multiples of four bytes.
          truncate -s %4 "$out/initrd" 2>/dev/null || dd if=/dev/zero bs=1 count=$(((4 - $(stat -c %s "$out/initrd") % 4) % 4)) >>"$out/initrd"
          (cd more && find . | sort | cpio -o -H newc -R 0:0) >>"$out/initrd"
        '';

  # GRUB's modules, of the kind `luks`.
  grub =
    if versions.kind != "luks" then
      throw "boot.loader.grub needs the reference guest of the kind luks, and this is the kind ${versions.kind}."
    else
      runCommand "grub" { inherit tools; } "ln -s \"$tools/lib/grub\" \"$out\"";

  systemdBoot = runCommand "systemd-boot-${versions.systemd}" { image = parts + "/systemd-bootx64.efi"; } ''
    mkdir "$out"
    cp "$image" "$out/systemd-bootx64.efi"
  '';
}
