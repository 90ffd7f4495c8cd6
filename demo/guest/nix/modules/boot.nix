# Kernel, command line and the toplevel: everything that booting this system needs.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  inherit (pkgs) base;
  luks = config.boot.initrd.luks.devices;

  failed = lib.filter (check: !check.assertion) config.assertions;
  checked = toplevel:
    if failed != [ ] then
      throw "\nFailed assertions:\n${lib.concatMapStringsSep "\n" (check: "- ${check.message}") failed}"
    else builtins.foldl' (value: text: lib.warn text value) toplevel config.warnings;

  # The kernel starts this once the initrd has mounted the root file system, which at first
  # holds nothing but a store: make the rest, or turn it from another system to this one.
  init = ''
    #!${base}/usr/bin/busybox sh
    system=${builtins.placeholder "out"}
    export PATH=${base}/usr/bin
    echo
    echo "<<< Reference guest stage 2 >>>"
    echo "booting system configuration $system"

    mkdir -p -m 0755 /etc /var
    mkdir -p -m 0700 /root
    mkdir -p -m 1777 /tmp
    ln -sfn ${base}/usr usr/bin usr/lib usr/lib64 usr/sbin /
    ln -sfn "$system/etc" /etc/static
    ln -sfn /etc/static/* /etc/
    for file in /etc/*; do
      if [ -h "$file" ] && [ ! -e "$file" ]; then rm "$file"; fi
    done

    # Accounts may change while the system runs, and shadow is not for everybody.
    rm /etc/passwd /etc/group /etc/shadow /etc/gshadow
    cp /etc/static/passwd /etc/static/group /etc/static/shadow /etc/static/gshadow /etc/
    chmod 600 /etc/shadow /etc/gshadow

    # Every machine its own; without one systemd takes this for a first boot and presets units.
    if [ ! -s /etc/machine-id ]; then
      read -r id </proc/sys/kernel/random/uuid
      echo "''${id//-/}" >/etc/machine-id
    fi
    : >/etc/.updated
    : >/var/.updated

    # An initrd of systemd starts the next systemd by itself.
    [ -z "$PREPARE_ONLY" ] || exit 0
    ln -sfn "$system" /run/current-system
    ln -sfn "$system" /run/booted-system
    echo "starting systemd..."
    exec /usr/lib/systemd/systemd "$@"
  '';
in
{
  options.boot = {
    kernelParams = mkOption { type = types.listOf types.str; default = [ ]; };
    kernelPackages = mkOption { type = types.raw; default = { kernel = pkgs.linux; }; };
    initrd.systemd.enable = mkOption { type = types.bool; default = false; };
    initrd.luks.devices = mkOption {
      default = { };
      type = types.attrsOf (types.submodule { options.device = mkOption { type = types.str; }; });
    };
  };

  config = {
    # loglevel=4 and net.ifnames=0 as in a NixOS VM. Nothing that follows protects anybody in a
    # throw-away guest, and all of it costs much under emulation; by random addresses, QEMU 7
    # translates a library once for each address that a process has it at.
    boot.kernelParams = [
      "loglevel=4" "net.ifnames=0"
      "mitigations=off" "nokaslr" "norandmaps" "init_on_alloc=0" "lsm=capability"
    ];

    system.build.kernel = config.boot.kernelPackages.kernel;
    system.build.initialRamdisk =
      if luks == { } && !config.boot.initrd.systemd.enable && config.boot.initrd.fstab == "" then pkgs.initrd
      else pkgs.initrdWithTables {
        systemd = config.boot.initrd.systemd.enable;
        inherit (config.boot.initrd) fstab;
        crypttab = lib.concatMapStrings (name: "${name} ${luks.${name}.device} -\n") (lib.attrNames luks);
      };
    system.build.toplevel = checked (pkgs.runCommand
      "nixos-system-${config.system.name}-${config.system.nixos.label}"
      {
        inherit (config.system.build) etc kernel;
        inherit (pkgs) base;
        initrd = config.system.build.initialRamdisk;
        inherit init;
        kernelParams = lib.concatStringsSep " " config.boot.kernelParams;
        version = config.system.nixos.version;
        passAsFile = [ "script" "init" ];
      }
      ''
        mkdir "$out"
        cp "$initPath" "$out/init"
        chmod 555 "$out/init"
        ln -s "$kernel/bzImage" "$out/kernel"
        ln -s "$initrd/initrd" "$out/initrd"
        ln -s "$etc" "$out/etc"
        ln -s "$base/usr" "$out/sw"
        ln -s "$base/usr" "$out/systemd"
        ln -s "$base/usr" "$out/kernel-modules"
        printf '%s' "$kernelParams" >"$out/kernel-params"
        printf '%s' "$version" >"$out/nixos-version"
        printf '%s' "$system" >"$out/system"
      '');
  };
}
