# shellcheck shell=bash
# Packages: an APT of our own, so that the host's sources, state and trust stay as they are.

suite=trixie
[ "${kind:?}" != old ] || suite=bookworm
readonly suite
readonly keyring=/usr/share/keyrings/debian-archive-keyring.gpg
packages=(
  base-files
  busybox-static
  dbus
  kmod
  libnss-systemd
  systemd
  systemd-boot-efi
  systemd-sysv
  udev
  util-linux
)
# The cloud kernel has drivers for virtual machines only: it is a third of the generic one.
kernel_package=linux-image-cloud-amd64
if [ "${kind:?}" = desktop ]; then
  packages+=(
    fonts-dejavu-core
    openssh-server
    x11-xkb-utils
    xdm
    xkb-data
    xserver-xorg-core
    xserver-xorg-input-libinput
  )
  # It lacks only the drivers of screens.
  kernel_package=linux-image-amd64
fi
if [ "${kind:?}" = luks ]; then
  packages+=(cryptsetup-bin dmsetup systemd-cryptsetup)
fi
readonly packages kernel_package
# Those of the builders' programs.
tool_packages=(coreutils e2fsprogs fakeroot fdisk mtools qemu-utils zstd)
if [ "${kind:?}" = luks ]; then
  tool_packages+=(btrfs-progs grub-common grub-efi-amd64-bin grub-pc-bin)
fi
readonly tool_packages

# The mirror that this machine already uses, so that proxies and local mirrors just work.
debian_mirror() {
  if [ -n "${DEBIAN_MIRROR-}" ]; then
    printf '%s\n' "$DEBIAN_MIRROR"
    return
  fi
  local os=''
  # shellcheck source=/dev/null
  [ ! -r /etc/os-release ] || os=$(. /etc/os-release && printf '%s' "${ID-}")
  # Origin and label are unknown until the lists are fetched once; on Debian itself the main
  # archive is distinguished from security and updates by its release name, which has no dash.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)|$(ORIGIN)|$(LABEL)|$(RELEASE)|$(COMPONENT)' \
    'Created-By: Packages' 2>/dev/null |
    awk -F '|' -v os="$os" '
      $1 !~ /^cdrom:/ && $4 !~ /-/ && $5 == "main" &&
      ($2 == "Debian" && $3 == "Debian" || $2 == "" && os == "debian") { print $1; exit }'
}

# fetch_lists APT_DIR: set up the private APT and fetch the suite's package lists.
fetch_lists() {
  local apt=$1 mirror
  mirror=$(debian_mirror)
  [ -n "$mirror" ] ||
    die 4 "this machine's APT sources name no Debian mirror: set DEBIAN_MIRROR to one"
  [ -r "$keyring" ] ||
    die 3 "missing file: $keyring (package debian-archive-keyring)"
  mkdir -p "$apt"/{state/lists/partial,cache/archives/partial}
  : >"$apt/status"
  # Only the package index: other targets that the host asks for (DEP-11, Contents) are large.
  printf 'deb [signed-by=%s arch=amd64 target=Packages] %s %s main\n' \
    "$keyring" "$mirror" "$suite" >"$apt/sources.list"
  # The host's own apt.conf is read before this file: its proxies hold, its hooks must not.
  cat >"$apt/apt.conf" <<CONF
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Architecture "amd64";
#clear APT::Architectures;
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
CONF
  private_apt "$apt" "the package lists of $suite from $mirror" update -q \
    -o APT::Update::Error-Mode=any
  echo "$(du -sm "$apt/state/lists" | cut -f1) MiB"
}

# private_apt APT_DIR WHAT ARGS...: run apt-get on the private state; WHAT is what a failure names.
private_apt() {
  local apt=$1 what=$2
  shift 2
  apt-get -c "$apt/apt.conf" "$@" >"$apt/log" 2>&1 ||
    die 4 "cannot fetch $what: $(sed -n 's/^E: //p' "$apt/log" | head -n 1)"
}

# fetch_packages APT_DIR DEBS: the packages with all they depend on, those of the builders' tools,
# and the kernel alone (its dependencies make an initramfs, which we do ourselves).
fetch_packages() {
  local apt=$1 debs=$2 kernel
  mkdir -p "$debs"/{kernel,tools}
  private_apt "$apt" "the guest's packages" install -q -y --download-only "${packages[@]}"
  # What APT finds in its cache it does not fetch again.
  cp -l "$apt"/cache/archives/*.deb "$debs"
  private_apt "$apt" "the packages of the builders' tools" install -q -y --download-only \
    "${tool_packages[@]}"
  (
    cd "$apt/cache/archives" || exit
    for deb in *.deb; do [ -e "$debs/$deb" ] || mv "$deb" "$debs/tools/"; done
  )
  kernel=$(apt-cache -c "$apt/apt.conf" depends "$kernel_package" |
    sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  [ -n "$kernel" ] || die 4 "the package $kernel_package of $suite names no kernel"
  (cd "$debs/kernel" && private_apt "$apt" "the kernel $kernel" download -q "$kernel")
  echo "$(find "$debs" -name '*.deb' | wc -l) packages, $(du -sm "$debs" | cut -f1) MiB"
}

# unpack_packages DEBS ROOT: no maintainer script runs; make_root does what the guest needs of them.
unpack_packages() {
  local debs=$1 root=$2
  link_usr "$root"
  unpack_into "$root" "$debs"/*.deb
  echo "$(du -sm "$root" | cut -f1) MiB"
}

# link_usr ROOT: a merged /usr from the start, as every installed Debian has it.
link_usr() {
  local root=$1 dir
  for dir in bin sbin lib lib64; do
    mkdir -p "$root/usr/$dir"
    ln -s "usr/$dir" "$root/$dir"
  done
}

# unpack_into ROOT DEBS...
unpack_into() {
  local root=$1 deb
  shift
  # tar, not dpkg-deb -x: it keeps the merged directories' links.
  for deb in "$@"; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink --no-same-owner \
      --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale
  done
}
