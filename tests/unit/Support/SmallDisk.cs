using System.Diagnostics;

namespace VmTest.UnitTests.Support;

/// <summary>A small file system of its own on a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder, string size)
    {
        this.folder = folder;
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "vmtest", folder);
    }

    public static SmallDisk Mount(string folder, string size)
    {
        Root.Needed("mount");
        return new SmallDisk(folder, size);
    }

    public void Dispose() => Run("umount", "--lazy", folder);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
