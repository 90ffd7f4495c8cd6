namespace VmTest.FaultTests;

/// <summary>A file system of its own on which every write waits, where no signal reaches who writes, until it thaws.</summary>
internal sealed class FrozenFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("vmt-").FullName;
    private bool frozen;

    private FrozenFolder()
    {
        var image = System.IO.Path.Combine(root, "image");
        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, "mounted")).FullName;
        Shell.Run("/usr/bin/truncate", "--size=16M", image);
        Shell.Run("/usr/sbin/mkfs.ext4", "-q", image);
        Shell.Run("/usr/bin/mount", "-o", "loop", image, Path);
        Shell.Run("/usr/sbin/fsfreeze", "--freeze", Path);
        frozen = true;
    }

    public string Path { get; }

    public static FrozenFolder Make()
    {
        Root.Needed("mount");
        return new FrozenFolder();
    }

    public void Thaw()
    {
        if (frozen)
        {
            frozen = false;
            Shell.Run("/usr/sbin/fsfreeze", "--unfreeze", Path);
        }
    }

    public void Dispose()
    {
        Thaw();
        Shell.Run("/usr/bin/umount", "--lazy", Path);
        Directory.Delete(root, recursive: true);
    }
}
