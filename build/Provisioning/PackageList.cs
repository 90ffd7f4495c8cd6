namespace VmTest.Provisioning;

/// <summary>What each use of this program needs of the machine.</summary>
internal static class PackageList
{
    public static readonly IReadOnlyList<Need> ForRuns =
    [
        new("nix", "nix-bin"),
        new("git", "git"),
        new("setpriv", "util-linux"),
        new("qemu-system-x86_64", "qemu-system-x86"),
        new("qemu-img", "qemu-utils"),
    ];

    public static readonly IReadOnlyList<Need> ForReferenceGuest =
    [
        .. ForRuns,
        new("mmdebstrap", "mmdebstrap"),
        new("dpkg-deb", "dpkg"),
        new("busybox", "busybox-static"),
        new("cpio", "cpio"),
        new("zstd", "zstd"),
        new("xz", "xz-utils"),
        new("mkfs.ext4", "e2fsprogs"),
        new("modprobe", "kmod"),
        new("strip", "binutils"),
        new("flock", "util-linux"),
        new("systemd-sysusers", "systemd"),
        new("/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring"),
    ];

    public static readonly IReadOnlyList<Need> ForTests =
    [
        .. ForReferenceGuest,
        new("shellcheck", "shellcheck"),
        new("/usr/bin/python3", "python3"),
        new("/usr/lib/python3/dist-packages/jsonschema", "python3-jsonschema"),
    ];
}
