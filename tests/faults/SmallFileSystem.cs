namespace VmTest.FaultTests;

/// <summary>A small file system of its own on a folder.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private readonly string folder;

    private SmallFileSystem(string folder, string options)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        Shell.Run("/usr/bin/mount", "-t", "tmpfs", "-o", options, "vmtest", folder);
    }

    public static SmallFileSystem Mount(string folder, string options)
    {
        Root.Needed("mount");
        return new SmallFileSystem(folder, options);
    }

    public void Dispose() => Shell.Run("/usr/bin/umount", "--lazy", folder);
}
