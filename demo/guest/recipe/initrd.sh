# shellcheck shell=bash
# The initrd: BusyBox, the block driver and one short script. It finds the root file system by
# its label, so that the same initrd serves a bare disk and a partitioned one.

# What a kernel has built in, modprobe passes over.
readonly initrd_modules=(virtio_pci virtio_blk ext4 pvpanic-pci)

# make_initrd ROOT SCRATCH INIT_SCRIPT TARGET
make_initrd() {
  local root=$1 tree=$2 init=$3 target=$4 version module file number=10
  version=$(basename "$root"/usr/lib/modules/*)
  mkdir -p "$tree"/{bin,dev,modules,proc,run,sys,sysroot}
  cp "$root/usr/bin/busybox" "$tree/bin/"
  install -m 755 "$init" "$tree/init"
  # Numbered, since the script loads them in the order of their names.
  for module in "${initrd_modules[@]}"; do
    from_root "$root" sbin/modprobe -d "$root" -S "$version" --show-depends "$module" |
      awk '$1 == "insmod" { print $2 }'
  done | awk '!seen[$0]++' | while read -r file; do
    cp "$file" "$tree/modules/$number-$(basename "$file")"
    number=$((number + 1))
  done
  find "$tree" -exec touch -h -d @1 {} +
  (cd "$tree" && find . | sort | cpio --quiet -o -H newc -R 0:0 --reproducible) |
    zstd -q -19 >"$target"
  echo "$(du -k "$target" | cut -f1) KiB"
}
