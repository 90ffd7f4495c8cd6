# shellcheck shell=bash
# The kernel image, and of its modules only those that a virtual machine of ours can use.

kernel_modules=(
  # devices that QEMU gives
  virtio_pci virtio_blk virtio_console virtio_net virtio_rng ext4 evdev button
  # how the host sees that the guest has crashed, and how credentials come in
  pvpanic-pci pvpanic-mmio qemu_fw_cfg vmw_vsock_virtio_transport
  # what systemd loads or mounts itself; file systems of an installed disk
  autofs4 efivarfs overlay vfat nls_cp437 nls_ascii nls_iso8859-1
)
if [ "${kind:?}" = desktop ]; then
  # QEMU's screens, keyboard and tablet
  kernel_modules+=(bochs virtio-gpu virtio_input)
fi
if [ "${kind:?}" = luks ]; then
  # What opens LUKS, in the kernel and for cryptsetup before there is a mapping; another file system.
  kernel_modules+=(dm-crypt xts aesni_intel algif_skcipher btrfs)
fi
readonly kernel_modules

# take_kernel DEBS SCRATCH ROOT PARTS
take_kernel() {
  local debs=$1 scratch=$2 root=$3 parts=$4 version from to module file target
  mkdir -p "$scratch"
  dpkg-deb -x "$debs"/kernel/*.deb "$scratch"
  # modprobe looks below lib/, the package keeps modules below usr/lib/.
  [ -e "$scratch/lib" ] || ln -s usr/lib "$scratch/lib"
  version=$(basename "$scratch"/lib/modules/*)
  from=$scratch/lib/modules/$version
  to=$root/usr/lib/modules/$version
  from_root "$root" sbin/depmod -b "$scratch" "$version"
  mkdir -p "$to"
  cp "$from"/modules.{builtin,builtin.modinfo,order} "$to/"
  for module in "${kernel_modules[@]}"; do
    from_root "$root" sbin/modprobe -d "$scratch" -S "$version" --show-depends "$module" |
      awk '$1 == "insmod" { print $2 }'
  done | sort -u | while read -r file; do
    target=$to/${file#*"/modules/$version/"}
    mkdir -p "$(dirname "$target")"
    case $file in
      # Uncompressed modules load faster, and the packed root tree is compressed anyway.
      *.xz) xz -dc "$file" >"${target%.xz}" ;;
      *) cp "$file" "$target" ;;
    esac
  done
  # This drops the signatures too; the kernel then says once that it is tainted, nothing more.
  find "$to" -name '*.ko' -exec strip --strip-debug {} +
  from_root "$root" sbin/depmod -b "$root" "$version"
  cp "$scratch/boot/vmlinuz-$version" "$parts/vmlinuz"
  echo "$version, $(find "$to" -name '*.ko' | wc -l) modules, $(du -sm "$to" | cut -f1) MiB"
}
