# An installed disk: GPT, a partition for the boot loader, the root file system, and one for every other file system and
# swap device that has a label of its own, as NixOS's image builders make them, but without root, loop devices or a machine
# inside.
{ config, lib, pkgs, ... }:
let
  inherit (lib) concatMapStrings mkOption types;
  inherit (config.system.build) toplevel;
  bootLoader = config.boot.loader.installation;
  inherit (config.virtualisation) bootSize diskSize preInstallCommands rootPassphrase;
  root = config.fileSystems."/";

  labelOf = device: let found = builtins.match "/dev/disk/by-label/(.+)" device; in if found == null then "" else lib.head found;
  isOwn = device: !(lib.elem (labelOf device) [ "" "nixos" "ESP" ]);
  subvolumesOf = system: lib.concatMap
    (option: let name = builtins.match "subvol=/?(.+)" option; in lib.optional (name != null) (lib.head name))
    system.options;

  # In MiB; the first one and the last one hold the two copies of the partition table.
  bootStart = 1;
  rootStart = bootStart + bootSize;
  extra = lib.mapAttrsToList
    (path: system: { inherit path; inherit (system) fsType; label = labelOf system.device; size = if path == "/nix" then 256 else 128; })
    (lib.filterAttrs (path: system: path != "/" && isOwn system.device && lib.elem system.fsType [ "btrfs" "ext4" ]) config.fileSystems)
  ++ map (swap: { path = ""; fsType = "swap"; label = labelOf swap.device; size = 64; })
    (lib.filter (swap: isOwn swap.device) config.swapDevices);
  rootSize = diskSize - rootStart - 1 - builtins.foldl' (sum: each: sum + each.size) 0 extra;
  placed = builtins.foldl' (done: each: done ++ [ (each // { start = nextAfter done; }) ]) [ ] extra;
  nextAfter = done:
    if done == [ ] then rootStart + rootSize
    else let last = builtins.elemAt done (lib.length done - 1); in last.start + last.size;
in
{
  options.virtualisation = {
    bootSize = mkOption { type = types.positiveInt; default = 48; };
    # Runs in the image builder, in the folder that the root file system's tree is made in.
    preInstallCommands = mkOption { type = types.lines; default = ""; };
  };

  config.system.build.diskImage = pkgs.runCommand "nixos-disk-image"
    (bootLoader.environment // {
      exportReferencesGraph = [ "closure" toplevel ];
      inherit (builtins) storeDir;
      inherit toplevel preInstallCommands;
      inherit (pkgs) base;
      inherit (root) fsType;
      passphrase = rootPassphrase;
      systemdInitrd = config.boot.initrd.systemd.enable;
      subvolumes = lib.unique (lib.concatMap subvolumesOf
        (lib.filter (system: system.device == root.device) (lib.attrValues config.fileSystems)));
      rootSubvolume = lib.concatStringsSep "" (subvolumesOf root);
      diskSize = "${toString diskSize}M";
      bootSize = "${toString bootSize}M";
      bootType = if bootLoader.uefi then "uefi" else "21686148-6449-6E6F-744E-656564454649";
      bootName = if bootLoader.uefi then "ESP" else "bios";
      passAsFile = bootLoader.environment.passAsFile ++ [ "script" "preInstallCommands" ];
    })
    ''
      mkdir "$out"
      disk=disk.raw
      esp=$disk@@${toString bootStart}M

      echo "partitioning the disk ($diskSize): GPT, $bootName ($bootSize), root${concatMapStrings (each: ", ${each.label}") placed}"
      truncate -s "$diskSize" "$disk"
      sfdisk --quiet --no-reread --no-tell-kernel "$disk" <<END
      label: gpt
      start=${toString bootStart}MiB, size=''${bootSize}iB, type=$bootType, name=$bootName
      start=${toString rootStart}MiB, size=${toString rootSize}MiB, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name=nixos
      ${concatMapStrings (each: ''
        start=${toString each.start}MiB, size=${toString each.size}MiB, type=${if each.fsType == "swap" then "swap" else "linux"}, name=${each.label}
      '') placed}
      END

      # place FILE START SIZE: an image into its partition, in MiB.
      place() {
        qemu-img convert -n --image-opts --target-image-opts "driver=raw,file.driver=file,file.filename=$1" \
          "driver=raw,offset=$(($2 * 1048576)),size=$(($3 * 1048576)),file.driver=file,file.filename=$disk"
        rm "$1"
      }
      # format TYPE LABEL TREE START SIZE SUBVOLUMES: a file system with the files of a tree.
      format() {
        case $1 in
          swap)
            truncate -s "$5M" fs.raw
            mkswap -L "$2" fs.raw
            place fs.raw "$4" "$5"
            ;;
          btrfs)
            truncate -s "$5M" fs.raw
            mkfs.btrfs -q -f -m single -L "$2" --rootdir "$3" $(for each in $6; do echo "--subvol rw:$each"; done) fs.raw
            place fs.raw "$4" "$5"
            ;;
          *)
            "mkfs.$1" -F -L "$2" -m 0 -N 16384 -O ^has_journal,^resize_inode,^metadata_csum \
              -E "root_owner=0:0,offset=$(($4 * 1048576))" -d "$3" "''${7-$disk}" "$5M"
            ;;
        esac
      }
      # As NixOS names them: the store path, with the slashes but the last away.
      name() { readlink -f "$1" | sed -e "s|^$storeDir/||" -e 's|/|-|g'; }

      mkdir root
      (cd root && . "$preInstallCommandsPath")
      if [ "$bootName" = ESP ]; then
        echo "formatting the EFI system partition with FAT"
        mformat -i "$esp" -v ESP -F -T "$((''${bootSize%M} * 2048))" -h 255 -s 63 ::
      fi

      grep "^$storeDir/[^/]*$" closure | grep -v "\.drv$" | sort -u >paths
      echo "copying the closure ($(wc -l <paths) paths)"
      tree=root''${rootSubvolume:+/$rootSubvolume}
      for each in $subvolumes; do mkdir -p "root/$each"; done
      mkdir -p "$tree$storeDir"
      xargs gnu-cp -a --reflink=auto --no-preserve=ownership -t "$tree$storeDir" <paths
      if [ -n "$systemdInitrd" ]; then
        # Without these, an initrd's systemd takes it for no system, and makes an empty /usr.
        mkdir "$tree/dev" "$tree/etc" "$tree/proc" "$tree/run" "$tree/sys"
        cp "$base/usr/lib/os-release" "$tree/etc/"
        ln -s "$base/usr" "$tree/usr"
      fi
      install_loader() {
        boot=$1
        mkdir -p "$boot"
        ${bootLoader.inBoot}
        (cd "$boot" && sh -euc '. "$1"' sh "$extraInstallCommandsPath")
      }
      # A loader of BIOS is in the root file system, which is made with all that is in it.
      [ "$bootName" = ESP ] || install_loader "$tree/boot"
      ${concatMapStrings (each: ''
        echo "formatting ${each.label} with ${each.fsType}"
        mkdir -p "trees/${each.label}"
        if [ -n "${each.path}" ]; then
          [ ! -e "$tree${each.path}" ] || { rmdir "trees/${each.label}" && mv "$tree${each.path}" "trees/${each.label}"; }
          mkdir -p "$tree${each.path}"
        fi
        format ${each.fsType} ${each.label} "trees/${each.label}" ${toString each.start} ${toString each.size} ""
      '') placed}
      echo "formatting the root partition with $fsType, copying $(du -sk root | cut -f1) KiB into it"
      if [ -n "$passphrase" ]; then
        printf '%s' "$passphrase" >key
        # The header takes less than 4 MiB.
        format "$fsType" nixos root 0 ${toString (rootSize - 4)} "" root.fs
        # Few rounds of key derivation: the passphrase is known, and the guest may be emulated.
        qemu-img convert -f raw -O luks --object secret,id=key,file=key -o key-secret=key,iter-time=10 root.fs root.luks
        place root.luks ${toString rootStart} ${toString rootSize}
      else
        format "$fsType" nixos root ${toString rootStart} ${toString rootSize} "$subvolumes"
      fi
      chmod -R u+w root trees 2>/dev/null || true
      if [ "$bootName" = ESP ]; then
        install_loader boot
        mcopy -i "$esp" -s boot/* ::
      fi
      ${bootLoader.onDisk}
      echo "converting the disk"
      qemu-img convert -c -O qcow2 -o compression_type=zstd "$disk" "$out/nixos.qcow2"
    '';
}
