# shellcheck shell=bash
# The initrd: BusyBox, the block driver and one short script. It finds the root file system by
# its label, so that the same initrd serves a bare disk and a partitioned one.

# What a kernel has built in, modprobe passes over.
initrd_modules=(virtio_pci virtio_blk ext4 pvpanic-pci)
if [ "${kind:?}" = luks ]; then
  initrd_modules+=(dm-crypt xts aesni_intel algif_skcipher)
fi
readonly initrd_modules

# make_initrd ROOT SCRATCH INIT_SCRIPT TARGET
make_initrd() {
  local root=$1 tree=$2 init=$3 target=$4
  mkdir -p "$tree"/{bin,dev,modules,proc,run,sys,sysroot}
  cp "$root/usr/bin/busybox" "$tree/bin/"
  install -m 755 "$init" "$tree/init"
  take_modules "$root" "$tree/modules" "${initrd_modules[@]}"
  if [ "$kind" = luks ]; then
    add_cryptsetup "$root" "$tree"
    # Loaded only for such a root file system: its checksums are timed at every start.
    take_modules "$root" "$tree/modules/btrfs" btrfs
  fi
  find "$tree" -exec touch -h -d @1 {} +
  (cd "$tree" && find . | sort | cpio --quiet -o -H newc -R 0:0 --reproducible) |
    zstd -q -19 >"$target"
  echo "$(du -k "$target" | cut -f1) KiB"
}

# take_modules ROOT FOLDER MODULES...: with those that they need, numbered, since the script loads them in the order of their
# names.
take_modules() {
  local root=$1 folder=$2 version module file number=10
  version=$(basename "$root"/usr/lib/modules/*)
  shift 2
  mkdir -p "$folder"
  for module in "$@"; do
    from_root "$root" sbin/modprobe -d "$root" -S "$version" --show-depends "$module" |
      awk '$1 == "insmod" { print $2 }'
  done | awk '!seen[$0]++' | while read -r file; do
    cp "$file" "$folder/$number-$(basename "$file")"
    number=$((number + 1))
  done
}

# add_cryptsetup ROOT TREE: the program with its loader and libraries, where it looks for them.
add_cryptsetup() {
  local root=$1 tree=$2 libs=$1/usr/lib/x86_64-linux-gnu
  mkdir -p "$tree"/{lib,lib64}
  cp -L "$root/usr/sbin/cryptsetup" "$tree/bin/"
  cp -L "$libs/ld-linux-x86-64.so.2" "$tree/lib64/"
  "$libs/ld-linux-x86-64.so.2" --library-path "$libs" --list "$root/usr/sbin/cryptsetup" |
    awk '$2 == "=>" { print $3 }' | while read -r library; do cp -L "$library" "$tree/lib/"; done
}

# pack_systemd_initrd ROOT SCRATCH TARGET: the whole root tree as an initrd. It is larger than it
# has to be, and the same systemd.
pack_systemd_initrd() {
  local root=$1 tree=$2 target=$3
  mkdir -p "$tree"/{dev,proc,run,sys,sysroot,tmp,var}
  cp -a "$root"/usr "$root"/etc "$tree/"
  cp -a "$root"/{bin,sbin,lib,lib64} "$tree/"
  ln -s usr/lib/systemd/systemd "$tree/init"
  # By this file systemd knows that it is in an initrd.
  rm -f "$tree/etc/initrd-release"
  printf 'NAME="Reference guest initrd"\nPRETTY_NAME="Reference guest initrd"\nID=reference-guest\n' \
    >"$tree/etc/initrd-release"
  # As in NixOS's: the system is made ready here, and the next systemd is this one's heir. It hands its credentials on;
  # to any other init= it would not.
  mkdir -p "$tree"/etc/systemd/system/initrd-switch-root.service.{d,requires}
  cat >"$tree/etc/systemd/system/initrd-prepare-root.service" <<UNIT
[Unit]
Description=Reference Guest Activation
DefaultDependencies=no
After=initrd-switch-root.target
Before=initrd-switch-root.service
[Service]
Type=oneshot
ExecStart=/bin/sh /etc/prepare-root
StandardOutput=journal+console
UNIT
  ln -s ../initrd-prepare-root.service "$tree/etc/systemd/system/initrd-switch-root.service.requires/"
  printf '[Service]\nExecStart=\nExecStart=systemctl --no-block switch-root /sysroot ""\n' \
    >"$tree/etc/systemd/system/initrd-switch-root.service.d/init.conf"
  cat >"$tree/etc/prepare-root" <<'SCRIPT'
set -e
for word in $(cat /proc/cmdline); do
  case $word in init=*) init=${word#init=} ;; esac
done
mount -t proc proc /sysroot/proc
PREPARE_ONLY=1 chroot /sysroot "$init"
umount /sysroot/proc
ln -sfn "${init%/init}" /run/current-system
ln -sfn "${init%/init}" /run/booted-system
SCRIPT
  find "$tree" -exec touch -h -d @1 {} +
  (cd "$tree" && find . | sort | cpio --quiet -o -H newc -R 0:0 --reproducible) | zstd -q -12 -T0 >"$target"
  echo "$(du -k "$target" | cut -f1) KiB"
}
