# shellcheck shell=bash
# The base root tree: what Debian's maintainer scripts would set up, less what a test guest under
# software emulation would only pay for.

# make_root ROOT SCRATCH
make_root() {
  local root=$1 scratch=$2
  drop_files "$root"
  link_busybox "$root"
  make_accounts "$root" "$scratch"
  write_etc "$root"
  drop_units "$root"
  lighten_units "$root"
  [ "${kind:?}" != desktop ] || trim_desktop "$root"
  drop_libraries "$root" "$scratch"
  echo "$(du -sm "$root/usr" | cut -f1) MiB"
}

# take_loader ROOT PARTS: systemd-boot starts an installed disk; the running system has no use for it.
take_loader() {
  local root=$1 parts=$2 loader=systemd-bootx64.efi
  cp "$root/usr/lib/systemd/boot/efi/$loader" "$parts/"
  echo "$(du -k "$parts/$loader" | cut -f1) KiB"
}

# Documentation, translations, build and boot tooling: nothing that runs in the guest.
drop_files() {
  local root=$1
  (
    shopt -s nullglob
    cd "$root/usr" || exit
    rm -rf include games src local \
      share/{bash-completion,base-files,bug,common-licenses,debconf,doc-base,gdb,icons,info} \
      share/{initramfs-tools,lintian,menu,mime,perl5,pixmaps,pkgconfig,polkit-1,terminfo,zsh} \
      lib/{apt,dracut,init,initcpio,kernel,lsb,terminfo,udev/hwdb.d} \
      lib/systemd/{boot,ukify} lib/systemd/catalog/*.[a-z][a-z]*.catalog \
      lib/x86_64-linux-gnu/{engines-3,gconv,ossl-modules,perl,perl5} \
      bin/perl* bin/debconf* bin/openssl bin/localedef bin/gdbus \
      sbin/{fdisk,sfdisk,cfdisk,fsck.cramfs,fsck.minix,ldconfig,mkfs.*}
    find lib -name '*.a' -delete
    # Whoever asks PAM gets no; a login screen has to be able to ask for a password first.
    find lib/x86_64-linux-gnu/security -type f ! -name pam_deny.so ! -name pam_unix.so -delete
  )
}

# BusyBox stands in for every common command that no package brings.
link_busybox() {
  local root=$1 applet
  for applet in $("$root/usr/bin/busybox" --list); do
    case $applet in
      busybox | halt | init | linuxrc | poweroff | reboot | dpkg | dpkg-deb | rpm) continue ;;
    esac
    [ -e "$root/usr/bin/$applet" ] || [ -e "$root/usr/sbin/$applet" ] ||
      ln -s busybox "$root/usr/bin/$applet"
  done
}

# What of the display server is not for a virtual machine's plain screen: no 3D, no other drivers.
trim_desktop() {
  local root=$1
  (
    shopt -s nullglob
    cd "$root/usr" || exit
    rm -rf lib/xorg/modules/{libglamoregl.so,libexa.so,libint10.so,libvbe.so,libvgahw.so} \
      lib/xorg/modules/extensions/libglx.so lib/xorg/protocol.txt \
      lib/x86_64-linux-gnu/{dri,gbm,gallium-pipe,vdpau} share/{drirc.d,libdrm,glvnd,sounds,X11/locale}
  )
  printf '%s required pam_unix.so\n' account auth >"$root/etc/pam.d/xdm"
  printf '%s required pam_deny.so\n' password session >>"$root/etc/pam.d/xdm"
  mkdir -p "$root/etc/modules-load.d"
  # Else the screen's driver may come after the display server, which then gives up.
  printf 'bochs\nvirtio-gpu\n' >"$root/etc/modules-load.d/screen.conf"
}

# Users and groups, as the packages declare them, by the guest's own systemd-sysusers: the host
# may have none, and at every boot it would cost time.
make_accounts() {
  local root=$1 scratch=$2
  # The passwords' date of change is no day in particular, so that the tree is always the same.
  SOURCE_DATE_EPOCH=1735689600 \
    from_root "$root" bin/systemd-sysusers --root="$root" 2>"$scratch/sysusers.log"
  # Debian's dbus makes its user in a maintainer script.
  grep -q '^messagebus:' "$root/etc/passwd" || {
    printf 'messagebus:x:101:101::/nonexistent:/usr/sbin/nologin\n' >>"$root/etc/passwd"
    printf 'messagebus:x:101:\n' >>"$root/etc/group"
  }
  rm -f "$root"/etc/.pwd.lock "$root"/etc/*-
  # Nobody may read these, not even their owner, and whoever runs this recipe has to pack them.
  chmod u+rw "$root"/etc/{shadow,gshadow}
}

# What every host has in /etc; a host's own environment.etc goes over it.
write_etc() {
  local root=$1 service
  (
    cd "$root/etc" || exit
    rm -rf alternatives cron* default dpkg init.d rc*.d logrotate.d kernel debconf.conf deluser.conf \
      adduser.conf issue* motd update-motd.d skel network apt opt rmt bash.bashrc profile.d \
      machine-id hostname binfmt.d modprobe.d sysctl.d tmpfiles.d udev/rules.d udev/hwdb.d \
      systemd/system systemd/user xdg init terminfo libaudit.conf selinux pam.d security ssh \
      credstore credstore.encrypted
    printf 'passwd: files systemd\ngroup: files systemd\nshadow: files\nhosts: files\n' >nsswitch.conf
    printf '127.0.0.1 localhost\n::1 localhost\n' >hosts
    ln -sf ../usr/lib/os-release os-release
    ln -sf /proc/self/mounts mtab
    # Nobody logs in with a password.
    mkdir pam.d
    for service in login other systemd-user; do
      printf '%s required pam_deny.so\n' account auth password session >"pam.d/$service"
    done
  )
}

# Units, generators and udev rules that cost seconds of emulation and prove nothing here: no
# TPM, no swap, no removable drives, no first-boot questions, no debugging file systems, and no
# modprobe@ for modules that are not kept. What is wanted but not there, systemd passes over.
drop_units() {
  local root=$1 lib=$1/usr/lib
  (
    shopt -s nullglob
    cd "$lib/systemd/system" || exit
    rm -f sysinit.target.wants/{dev-hugepages.mount,dev-mqueue.mount,kmod-static-nodes.service} \
      sysinit.target.wants/{ldconfig.service,proc-sys-fs-binfmt_misc.automount} \
      sysinit.target.wants/sys-{fs-fuse-connections,kernel-config,kernel-debug,kernel-tracing}.mount \
      sysinit.target.wants/systemd-{binfmt,firstboot,hibernate-clear,hwdb-update}.service \
      sysinit.target.wants/systemd-{journal-catalog-update,journal-flush,machine-id-commit}.service \
      sysinit.target.wants/systemd-{random-seed,sysusers,update-done}.service \
      sysinit.target.wants/systemd-{pcr,tpm2}* \
      sysinit.target.wants/systemd-tmpfiles-setup-dev-early.service \
      sockets.target.wants/systemd-{creds,hostnamed,initctl,pcrextend,pcrlock,sysext}.socket \
      local-fs.target.wants/run-lock.mount local-fs.target.wants/systemd-remount-fs.service \
      multi-user.target.wants/getty.target systemd-udev-load-credentials.service \
      sys-{fs-fuse-connections,kernel-config}.mount modprobe@.service
    cd "$lib/systemd/system-generators" || exit
    rm -f systemd-{getty,gpt-auto,hibernate-resume,rc-local,ssh,system-update,sysv,tpm2}-generator \
      systemd-{bless-boot,integritysetup,run,veritysetup}-generator
    [ "$kind" = luks ] || rm -f systemd-cryptsetup-generator
    cd "$lib/udev/rules.d" || exit
    rm -f 60-{autosuspend,cdrom,fido,infini,persistent-alsa,persistent-storage-[mt],persistent-v4l}* \
      60-sensor* 64-btrfs* 70-{camera,joy,memory,mouse,touch}* 71-seat* 73-seat* 75-probe* \
      78-sound* 81-net* 90-iocost* 50-firmware* 60-dmi* 60-serial* 60-persistent-input* 75-net-description* 80-debian*
    cd "$lib/tmpfiles.d" || exit
    rm -f 20-systemd-* credstore.conf journal-nocow.conf libselinux1.conf provision.conf systemd-{network,pstore}.conf
  )
}

# What systemd's own units are the same without, and what takes a third of an emulated boot: confinement (filters of system
# calls, file systems of their own), one event of udev for each of hundreds of devices, drivers and modules that no rule is
# about, counters of memory and tasks of each unit, and units that are loaded only since others are ordered after them.
lighten_units() {
  local root=$1 lib=$1/usr/lib
  find "$lib/systemd/system" -name '*.service' -type f -exec sed -i -E \
    -e '/^(SystemCall|Restrict|Protect|Private|IPAddress|DeviceAllow|DevicePolicy|LockPersonality|MemoryDeny|ReadWritePaths)[A-Za-z]*=/d' \
    -e 's/^(ExecStart=-?)(.*udevadm trigger).*/\1\2 --type=devices --action=add --subsystem-match=block --subsystem-match=net '"\
"'--subsystem-match=input --subsystem-match=drm --subsystem-match=graphics --subsystem-match=pci --subsystem-match=virtio '"\
"'--subsystem-match=acpi --subsystem-match=virtio-ports --subsystem-match=hidraw --subsystem-match=usb/' {} +
  local idle='plymouth-[a-z-]+|syslog|modprobe@drm|systemd-(hwdb-update|sysusers|sysext|confext|update-done|udev-load-credentials'
  idle+='|vconsole-setup|tmpfiles-setup-dev-early|hibernate-resume|pcr[a-z-]+|battery-check|bsod|soft-reboot|udev-settle)'
  # Only one kind has an initrd with systemd in it.
  [ "${kind:?}" = luks ] || idle+='|initrd-[a-z-]+|systemd-fsck-root'
  find "$lib/systemd/system" -type f -exec sed -i -E "/^(After|Before|Conflicts|Wants)=/s/($idle)\.(service|socket)//g" {} +
  mkdir -p "$lib/systemd/system.conf.d" "$root/etc/udev"
  printf '[Manager]\nDefaultMemoryAccounting=no\nDefaultTasksAccounting=no\nDefaultTasksMax=infinity\n' \
    >"$lib/systemd/system.conf.d/50-emulation.conf"
  # Each worker is a process of its own, and there is one processor.
  printf 'children_max=1\n' >"$root/etc/udev/udev.conf"
}

# Delete the shared libraries that no program reaches: systemd opens most of its optional ones
# only when asked to, and does without them.
drop_libraries() {
  local root=$1 scratch=$2 libs=$1/usr/lib/x86_64-linux-gnu
  # Opened by name at run time, so no program lists them.
  local opened='libacl.so.1 libblkid.so.1 libkmod.so.2 liblzma.so.5 libmount.so.1 libpam.so.0'
  opened+=' libnss_files.so.2 libnss_systemd.so.2 pam_deny.so pam_unix.so'
  opened+=' libpcre2-8.so.0 libseccomp.so.2 libzstd.so.1'
  find "$root/usr" -type f \( -perm -u+x -o -name '*.so*' \) -print0 |
    xargs -0 readelf -d 2>/dev/null >"$scratch/needed" || true
  find "$libs" \( -type f -o -type l \) -name '*.so*' -printf '%p\n' |
    while read -r path; do printf '%s %s\n' "$path" "$(readlink -f "$path")"; done >"$scratch/libs"
  awk -v libs="$libs/" -v opened="$opened" '
    FILENAME == ARGV[1] {
      real[$1] = $2
      name = $1
      sub(/.*\//, "", name)
      file[name] = $2
      next
    }
    /^File: / { current = $2; if (index(current, libs) != 1) keep[current] = 1 }
    /\(NEEDED\)/ { gsub(/[][]/, "", $NF); needs[current] = needs[current] " " $NF }
    END {
      count = split(opened, names, " ")
      for (i = 1; i <= count; i++) if (names[i] in file) keep[file[names[i]]] = 1
      do {
        grown = 0
        for (path in keep) {
          count = split(needs[path], names, " ")
          for (i = 1; i <= count; i++)
            if (names[i] in file && !(file[names[i]] in keep)) { keep[file[names[i]]] = 1; grown = 1 }
        }
      } while (grown)
      for (path in real) if (!(real[path] in keep)) print path
    }' "$scratch/libs" "$scratch/needed" | xargs -r rm -f
  # The cache lives in /etc; Debian's host ldconfig writes the same format for every release.
  rm -rf "$root/etc/ld.so.conf.d/fakeroot"*
  ldconfig -r "$root" -X
}

# pack_root ROOT TARGET: the same tree gives the same bytes, whoever packs it. No setuid: a Nix
# store refuses it.
pack_root() {
  local root=$1 target=$2
  tar -C "$root" -c --sort=name --mtime=@1 --owner=0 --group=0 --numeric-owner \
    --mode=u+rw,go+r,a+X,a-st usr etc | zstd -q -12 -T0 >"$target"
  echo "$(du -k "$target" | cut -f1) KiB"
}

# write_versions ROOT: what the Nix side says about the parts.
write_versions() {
  local root=$1 debian codename systemd
  # shellcheck source=/dev/null
  debian=$(. "$root/usr/lib/os-release" && printf '%s' "${DEBIAN_VERSION_FULL-$VERSION_ID}")
  # shellcheck source=/dev/null
  codename=$(. "$root/usr/lib/os-release" && printf '%s' "$VERSION_CODENAME")
  systemd=$(from_root "$root" bin/systemctl --version | sed -n '1s/^systemd [0-9]* (\([^-]*\).*/\1/p')
  printf '{ "kind": "%s", "debian": "%s", "suite": "%s", "systemd": "%s", "kernel": "%s" }\n' \
    "${kind:?}" "$debian" "$codename" "$systemd" "$(basename "$root"/usr/lib/modules/*)"
}
