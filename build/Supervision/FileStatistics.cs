using System.Runtime.InteropServices;

namespace VmTest.Supervision;

/// <summary>What statx(2) tells of a file; its layout is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct FileStatistics
{
    /// <summary>Type, mode, owner, number of links, inode, blocks, and the mount.</summary>
    public const uint Wanted = 0x7ff | 0x1000;

    /// <summary>The size of a block that statx counts in, whatever the file system has (stat(2)).</summary>
    private const long BlockBytes = 512;

    private const uint TypeBits = 0xF000;
    private const uint FolderType = 0x4000;
    private const uint RegularType = 0x8000;
    private const uint LinkType = 0xA000;
    private const uint PermissionBits = 0xFFF;
    private const uint BitsOfOthers = 0x3F;
    private const uint WriteBitsOfOthers = 0x12;

    [FieldOffset(16)]
    private readonly uint links;

    [FieldOffset(20)]
    private readonly uint owner;

    [FieldOffset(28)]
    private readonly ushort mode;

    [FieldOffset(48)]
    private readonly ulong blocks;

    [FieldOffset(136)]
    private readonly uint deviceMajor;

    [FieldOffset(140)]
    private readonly uint deviceMinor;

    [FieldOffset(144)]
    private readonly ulong mount;

    public uint Links => links;

    public uint Owner => owner;

    /// <summary>What it takes on disk: a hole in it takes nothing.</summary>
    public long BytesOnDisk => (long)blocks * BlockBytes;

    public uint Mode => mode & PermissionBits;

    public bool IsFolder => (mode & TypeBits) == FolderType;

    public bool IsRegular => (mode & TypeBits) == RegularType;

    public bool IsLink => (mode & TypeBits) == LinkType;

    /// <summary>Whether only its owner can do anything with it.</summary>
    public bool IsPrivate => (mode & BitsOfOthers) == 0;

    /// <summary>Whether only its owner can write to it.</summary>
    public bool IsWrittenByOwnerOnly => (mode & WriteBitsOfOthers) == 0;

    /// <summary>Kernels before 5.8 do not number mounts; there a mount of the same file system is not seen.</summary>
    public bool IsOnMountOf(FileStatistics other) =>
        mount == other.mount && (mount != 0 || (deviceMajor == other.deviceMajor && deviceMinor == other.deviceMinor));
}
