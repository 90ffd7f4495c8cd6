using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace VmTest.Supervision;

/// <summary>
/// An open folder. What is done through it happens in this very folder, whatever its path leads to by then; names are
/// bytes, as Linux has them, and links are never followed.
/// </summary>
internal sealed class FolderHandle : IDisposable
{
    private const uint OwnerOnlyFile = 0x180;
    private const uint OwnerOnlyFolder = 0x1C0;

    private readonly SafeFileHandle handle;

    private FolderHandle(int descriptor) => handle = new SafeFileHandle(descriptor, ownsHandle: true);

    public FileStatistics Statistics => Look([], FileCalls.EmptyPath) ?? throw new IOException(LastError());

    /// <summary>Opens a folder; null where there is none of this name, or a link in its place.</summary>
    public static FolderHandle? TryOpen(string path) =>
        Open(FileCalls.CurrentFolder, Terminate(Encoding.UTF8.GetBytes(path)),
            FileCalls.Folder | FileCalls.NoLink) is >= 0 and var descriptor
            ? new FolderHandle(descriptor)
            : null;

    /// <summary>The reason of the last call that failed, as the system puts it.</summary>
    public static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    /// <summary>Opens a folder in this one; one that its owner made unreadable is made readable first.</summary>
    public FolderHandle? TryOpenFolder(ReadOnlySpan<byte> name)
    {
        var terminated = Terminate(name);
        var flags = FileCalls.Folder | FileCalls.NoLink;
        var descriptor = Open(Descriptor, terminated, flags);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == FileCalls.AccessDenied && Open(
            Descriptor, terminated, flags | FileCalls.PathOnly) is >= 0 and var closed)
        {
            using var found = new FolderHandle(closed);
            found.MakeOwnersOwn();
            descriptor = Open(Descriptor, terminated, flags);
        }

        return descriptor < 0 ? null : new FolderHandle(descriptor);
    }

    /// <summary>Gives the owner all rights. The path through /proc leads to this folder and no other (proc(5)).</summary>
    public void MakeOwnersOwn() => SetMode(OwnerOnlyFolder);

    public void SetMode(uint mode) =>
        _ = FileCalls.ChangeMode(Terminate(Encoding.ASCII.GetBytes($"/proc/self/fd/{Descriptor}")), mode);

    /// <summary>What is known of an entry; null where there is none.</summary>
    public FileStatistics? Look(ReadOnlySpan<byte> name) => Look(name, FileCalls.NoFollow);

    /// <summary>The names of all entries.</summary>
    public IReadOnlyList<byte[]> Names()
    {
        const int bufferBytes = 32 << 10, lengthOffset = 16, nameOffset = 19;
        var names = new List<byte[]>();
        var buffer = new byte[bufferBytes];
        FileCalls.Seek(handle, 0, 0);
        nint count;
        while ((count = FileCalls.ReadEntries(handle, buffer, bufferBytes)) > 0)
        {
            for (var at = 0; at < count; at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + lengthOffset)))
            {
                var name = buffer.AsSpan(at + nameOffset);
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add(name.ToArray());
                }
            }
        }

        return names;
    }

    /// <summary>Opens a regular file for reading and writing; null where there is none, or a link in its place.</summary>
    public SafeFileHandle? TryOpenFile(ReadOnlySpan<byte> name, bool write)
    {
        // Without this flag a FIFO would hold up whoever opens it.
        var flags = (write ? FileCalls.ReadWrite : FileCalls.Read) | FileCalls.NoLink | FileCalls.NonBlocking;
        var descriptor = Look(name) is { IsRegular: true } ? Open(Descriptor, Terminate(name), flags) : -1;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Makes a file that was not there, for the owner alone; null where something has its name.</summary>
    public SafeFileHandle? TryCreateFile(ReadOnlySpan<byte> name)
    {
        var descriptor = FileCalls.OpenAt(Descriptor, Terminate(name),
            FileCalls.ReadWrite | FileCalls.Create | FileCalls.Exclusive | FileCalls.NoLink | FileCalls.CloseOnExec, OwnerOnlyFile);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Makes a folder that was not there, for the owner alone.</summary>
    public bool TryMakeFolder(ReadOnlySpan<byte> name) => FileCalls.MakeFolderAt(handle, Terminate(name), OwnerOnlyFolder) == 0;

    /// <returns>Zero, or the number of the error.</returns>
    public int RemoveFile(ReadOnlySpan<byte> name) =>
        FileCalls.UnlinkAt(handle, Terminate(name), 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <returns>Zero, or the number of the error.</returns>
    public int RemoveFolder(ReadOnlySpan<byte> name) =>
        FileCalls.UnlinkAt(handle, Terminate(name), FileCalls.IsFolder) == 0 ? 0 : Marshal.GetLastPInvokeError();

    public bool TryMove(ReadOnlySpan<byte> name, FolderHandle target, ReadOnlySpan<byte> newName) =>
        FileCalls.RenameAt(handle, Terminate(name), target.handle, Terminate(newName)) == 0;

    public void Dispose() => handle.Dispose();

    private int Descriptor => (int)handle.DangerousGetHandle();

    private static int Open(int folder, byte[] name, int flags) => FileCalls.OpenAt(folder, name, flags | FileCalls.CloseOnExec, 0);

    private static byte[] Terminate(ReadOnlySpan<byte> name) => [.. name, 0];

    private FileStatistics? Look(ReadOnlySpan<byte> name, int flags) =>
        FileCalls.Statistics(handle, Terminate(name), flags, FileStatistics.Wanted, out var found) == 0 ? found : null;
}
