namespace VmTest.Provisioning;

/// <summary>What each use of this program needs of the machine.</summary>
internal static class PackageList
{
    /// <summary>UEFI for machines that bring none of their own.</summary>
    public static readonly Need Firmware = new("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");

    public static readonly IReadOnlyList<Need> ForRuns =
    [
        new("nix", "nix-bin"),
        new("git", "git"),
        new("setpriv", "util-linux"),
    ];

    /// <summary>For machines that are put together here, on the disks that disko made: NixOS's own VMs bring their QEMU.</summary>
    public static readonly IReadOnlyList<Need> ForMachines =
    [
        new("qemu-system-x86_64", "qemu-system-x86"),
        new("qemu-img", "qemu-utils"),
    ];

    public static readonly IReadOnlyList<Need> ForReferenceGuest =
    [
        .. ForRuns,
        .. ForMachines,
        new("dpkg-deb", "dpkg"),
        new("flock", "util-linux"),
        new("awk", "mawk"),
        new("xz", "xz-utils"),
        new("zstd", "zstd"),
        new("cpio", "cpio"),
        new("strip", "binutils"),
        new("readelf", "binutils"),
        new("ldconfig", "libc-bin"),
        Firmware,
        new("/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring"),
    ];

    public static readonly IReadOnlyList<Need> ForTests =
    [
        .. ForReferenceGuest,
        new("shellcheck", "shellcheck"),
        new("yamllint", "yamllint"),
        new("jq", "jq"),
        new("node", "nodejs"),
        new("npm", "npm"),
        new("/usr/bin/python3", "python3"),
        new("chromium", "chromium"),
        new("ssh", "openssh-client"),
        new("/usr/sbin/dropbear", "dropbear-bin"),
        new("/usr/lib/python3/dist-packages/jsonschema", "python3-jsonschema"),
        new("/usr/lib/python3/dist-packages/yaml", "python3-yaml"),
    ];
}
