# shellcheck shell=bash
# The programs that builders use, with a loader and libraries of their own: nothing of the machine
# that builds is needed, so a build may be sandboxed.

# What BusyBox has no applet for, or one that cannot do it. An entry NAME=PATH gives it another
# name than its file's: BusyBox prefers its own applets to a program of the same name.
tool_programs=(
  faked=usr/bin/faked-sysv
  gnu-cp=usr/bin/cp
  mcopy=usr/bin/mtools
  mformat=usr/bin/mtools
  mkfs.ext4=usr/sbin/mke2fs
  qemu-img=usr/bin/qemu-img
  sfdisk=usr/sbin/sfdisk
  zstd=usr/bin/zstd
)
if [ "${kind:?}" = luks ]; then
  tool_programs+=(grub-mkimage=usr/bin/grub-mkimage mkfs.btrfs=usr/sbin/mkfs.btrfs)
fi
readonly tool_programs

# make_tools ROOT DEBS TREE PARTS: put them into TREE and pack that. ROOT lends its libraries.
make_tools() {
  local root=$1 debs=$2 tree=$3 parts=$4 from=$3.packages entry platform
  mkdir -p "$from/usr" "$tree"/{bin,lib,program}
  # By hard links: unpacking replaces files and does not write into them.
  cp -al "$root/usr/." "$from/usr/"
  link_usr "$from"
  unpack_into "$from" "$debs"/tools/*.deb
  for entry in "${tool_programs[@]}"; do
    take_tool "$from" "${entry#*=}" "$tree"
    ln -s "../program/$(basename "${entry#*=}")" "$tree/bin/${entry%%=*}"
  done
  take_libraries "$from" "$tree" usr/lib/x86_64-linux-gnu/libfakeroot/libfakeroot-sysv.so
  cp "$from/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" "$tree/lib/"
  # The code page of FAT's file names.
  mkdir "$tree/lib/gconv"
  cp "$from/usr/lib/x86_64-linux-gnu/gconv/IBM850.so" "$tree/lib/gconv/"
  printf 'module %s %s IBM850 1\n' IBM850// INTERNAL INTERNAL IBM850// >"$tree/lib/gconv/gconv-modules"
  printf 'alias CP850// IBM850//\n' >>"$tree/lib/gconv/gconv-modules"
  # What GRUB puts together to a loader, of BIOS and of UEFI.
  if [ "$kind" = luks ]; then
    for platform in i386-pc x86_64-efi; do
      mkdir -p "$tree/lib/grub/$platform"
      cp "$from/usr/lib/grub/$platform"/*.{img,lst,mod} "$tree/lib/grub/$platform/"
    done
  fi
  # In a folder, since in a store it has to keep its name to know itself.
  mkdir "$parts/tools"
  cp "$root/usr/bin/busybox" "$parts/tools/busybox"
  tar -C "$tree" -c --sort=name --mtime=@1 --owner=0 --group=0 --numeric-owner \
    --mode=u+rw,go+r,a+X,a-st . | gzip -n >"$parts/tools.tar.gz"
  echo "$(du -sm "$tree" | cut -f1) MiB"
}

# take_tool FROM PROGRAM TREE
take_tool() {
  local from=$1 program=$2 tree=$3
  [ ! -e "$tree/program/$(basename "$program")" ] || return 0
  cp -L "$from/$program" "$tree/program/"
  take_libraries "$from" "$tree" "$program"
}

# take_libraries FROM TREE FILE: the libraries that FILE needs, and FILE itself if it is one.
take_libraries() {
  local from=$1 tree=$2 file=$3 libs=$1/usr/lib/x86_64-linux-gnu name library
  case $file in
    *.so*) cp -L "$from/$file" "$tree/lib/" ;;
  esac
  "$libs/ld-linux-x86-64.so.2" --library-path "$libs" --list "$from/$file" |
    awk '$2 == "=>" && $1 !~ /\// { print $1, $3 }' |
    while read -r name library; do
      case $library in
        "$from"/*) [ -e "$tree/lib/$name" ] || cp -L "$library" "$tree/lib/$name" ;;
        *) die 1 "the library $name of $file is not among the packages" ;;
      esac
    done
}
