using System.Diagnostics;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>A file system that is soon full, over the folder in which builders work.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;
    private bool mounted = true;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Null where no size is given.</summary>
    public static SmallDisk? Mount(string? size, string folder)
    {
        if (size is null)
        {
            return null;
        }

        Assert.That(Call("mount", "-t", "tmpfs", "-o", $"size={size},mode=0711", "tmpfs", folder), Is.Zero, "it can be mounted");
        return new SmallDisk(folder);
    }

    public void Dispose()
    {
        if (mounted)
        {
            mounted = false;
            Call("umount", "-l", folder);
        }
    }

    private static int Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
