# The virtual machine: a disk with the system's closure, and the script that starts QEMU on it,
# with the same contract as NixOS's run-<name>-vm.
{ config, lib, pkgs, extendVariant, variant, ... }:
let
  inherit (lib) escapeShellArg mkOption types;
  cfg = config.virtualisation;
  name = config.system.name;
  inherit (config.system.build) toplevel;

  # As in NixOS: a module that only the VM's configuration has, whose value is that configuration.
  variantType = {
    description = "module of the VM's configuration";
    check = value: builtins.isAttrs value || builtins.isFunction value || builtins.isPath value;
    merge = _: defs: extendVariant (map (def: { _file = def.file; imports = [ def.value ]; }) defs);
  };

  shellName = builtins.concatStringsSep "_"
    (lib.filter lib.isString (builtins.split "[^a-zA-Z0-9]" name));
  consoles =
    if cfg.graphics then "console=ttyS0,115200n8 console=tty0"
    else "console=tty0 console=ttyS0,115200n8";

  # The root file system: the closure in /nix/store and nothing else, the system's init makes
  # the rest. Compressed, since the store hashes every byte and QEMU decompresses as it reads.
  rootImage = pkgs.runCommand "nixos-disk-image"
    {
      exportReferencesGraph = [ "closure" toplevel ];
      inherit (builtins) storeDir;
      inherit (pkgs) base;
      size = "${toString cfg.diskSize}M";
      passphrase = cfg.rootPassphrase;
      systemdInitrd = config.boot.initrd.systemd.enable;
    }
    ''
      mkdir -p "root$storeDir" "$out"
      grep "^$storeDir/[^/]*$" closure | grep -v "\.drv$" | sort -u |
        xargs gnu-cp -a --no-preserve=ownership -t "root$storeDir"
      if [ -n "$systemdInitrd" ]; then
        # Without these, an initrd's systemd takes it for no system, and makes an empty /usr.
        mkdir root/dev root/etc root/proc root/run root/sys
        cp "$base/usr/lib/os-release" root/etc/
        ln -s "$base/usr" root/usr
      fi
      mkfs.ext4 -q -F -L nixos -m 0 -N 16384 -O ^has_journal,^resize_inode,^metadata_csum \
        -E root_owner=0:0 -d root root.ext4 "$size"
      if [ -n "$passphrase" ]; then
        printf '%s' "$passphrase" >key
        # Few rounds of key derivation: the passphrase is known, and the guest may be emulated.
        qemu-img convert -f raw -O luks --object secret,id=key,file=key -o key-secret=key,iter-time=10 root.ext4 root.luks
        qemu-img convert -f raw -O qcow2 root.luks "$out/nixos.qcow2"
      else
        qemu-img convert -c -O qcow2 -o compression_type=zstd root.ext4 "$out/nixos.qcow2"
      fi
      chmod -R u+w root
    '';

  # From its own disk the machine starts through firmware and boot loader, else QEMU hands it
  # the kernel, the initrd and the parameters.
  installed = {
    image = "${config.system.build.diskImage}/nixos.qcow2";
    prepare = lib.optionalString uefi ''
      NIX_EFI_VARS=$(readlink -f "''${NIX_EFI_VARS:-./$name-efi-vars.fd}")
      if ! test -e "$NIX_EFI_VARS"; then
        cp ${firmware}/OVMF_VARS_4M.fd "$NIX_EFI_VARS"
        chmod 0644 "$NIX_EFI_VARS"
      fi
    '';
    # Without a UEFI firmware it is a BIOS, as on NixOS.
    start = if !uefi then "\\" else ''
      -drive if=pflash,format=raw,unit=0,readonly=on,file=${firmware}/OVMF_CODE_4M.fd \
            -drive if=pflash,format=raw,unit=1,file="$NIX_EFI_VARS" \'';
  };
  direct = {
    image = "${rootImage}/nixos.qcow2";
    prepare = "";
    start = ''
      -kernel "''${NIXPKGS_QEMU_KERNEL_${shellName}:-${config.system.build.kernel.unpacked or "$system/kernel"}}" \
            -initrd "$system/initrd" \
            -append "$(cat "$system/kernel-params") init=$system/init ${consoles} $QEMU_KERNEL_PARAMS" \'';
  };
  firmware = "/usr/share/OVMF";
  inherit (config.boot.loader.installation) uefi;

  runScript = { image, prepare, start }: ''
    #!/bin/sh
    set -e
    export PATH="$PATH:/usr/local/bin:/usr/bin:/bin"
    name=${escapeShellArg name}
    system=${toplevel}
    image=${image}

    NIX_DISK_IMAGE=$(readlink -f "''${NIX_DISK_IMAGE:-./$name.qcow2}") || test -z "$NIX_DISK_IMAGE"
    if test -n "$NIX_DISK_IMAGE" && ! test -e "$NIX_DISK_IMAGE"; then
      echo "Disk image do not exist, creating the virtualisation disk image..."
      qemu-img create -q -f qcow2 -b "$image" -F qcow2 "$NIX_DISK_IMAGE"
      echo "Virtualisation disk image created."
    fi
    ${prepare}

    if [ -z "$TMPDIR" ] || [ -z "$USE_TMPDIR" ]; then
      TMPDIR=$(mktemp -d nix-vm.XXXXXXXXXX --tmpdir)
    fi
    export TMPDIR
    mkdir -p "$TMPDIR/xchg"
    cd "$TMPDIR"

    # QEMU_OPTS and QEMU_NET_OPTS are the caller's and split into words, as on NixOS.
    exec qemu-system-x86_64 -machine accel=kvm:tcg -cpu max \
      -name "$name" \
      -m ${toString cfg.memorySize} \
      -smp ${toString cfg.cores} \
      -device virtio-rng-pci \
      -net nic,netdev=user.0,model=virtio \
      -netdev user,id=user.0,${lib.optionalString cfg.restrictNetwork "restrict=on,"}"$QEMU_NET_OPTS" \
      -drive cache=writeback,file="$NIX_DISK_IMAGE",id=drive1,if=none,index=1,werror=report \
      -device virtio-blk-pci,bootindex=1,drive=drive1,serial=root \
      -device virtio-keyboard \
      -usb \
      -device usb-tablet,bus=usb-bus.0 \
      ${start}
      ${lib.optionalString (!cfg.graphics) "-nographic"} ${lib.escapeShellArgs cfg.qemu.options} \
      $QEMU_OPTS \
      "$@"
  '';

  machine = how: pkgs.runCommand "nixos-vm"
    {
      inherit toplevel;
      runScript = runScript how;
      passAsFile = [ "script" "runScript" ];
      vmName = name;
    }
    ''
      mkdir -p "$out/bin"
      ln -s "$toplevel" "$out/system"
      run="$out/bin/run-$vmName-vm"
      cp "$runScriptPath" "$run"
      chmod 555 "$run"
    '' // { meta.mainProgram = "run-${name}-vm"; };
in
{
  options.virtualisation = {
    memorySize = mkOption { type = types.positiveInt; default = 512; };
    cores = mkOption { type = types.positiveInt; default = 2; };
    diskSize = mkOption { type = types.positiveInt; default = 1024; };
    graphics = mkOption { type = types.bool; default = false; };
    # Encrypts the root file system of a direct boot with LUKS; boot.initrd.luks.devices opens /dev/vda then.
    rootPassphrase = mkOption { type = types.str; default = ""; };
    restrictNetwork = mkOption { type = types.bool; default = false; };
    qemu.options = mkOption { type = types.listOf types.str; default = [ ]; };
    vmVariant = mkOption { type = variantType; default = extendVariant [ ]; };
    vmVariantWithBootLoader = mkOption { type = variantType; default = extendVariant [ ]; };
  };

  config.system.build = {
    inherit rootImage;
    vm = if variant then machine direct else cfg.vmVariant.system.build.vm;
    vmWithBootLoader = if variant then machine installed else cfg.vmVariantWithBootLoader.system.build.vmWithBootLoader;
  };
}
