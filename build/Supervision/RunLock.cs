using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace VmTest.Supervision;

/// <summary>
/// Tells whether a run's program lives: it holds this lock as long, and the kernel releases it with the process, whatever
/// killed that. Unlike a process ID it is true across the borders of containers that share a folder.
/// </summary>
internal sealed class RunLock : IDisposable
{
    public const string FileName = "lock";

    private readonly SafeFileHandle file;

    private RunLock(SafeFileHandle file) => this.file = file;

    /// <summary>Makes the lock of a run that begins.</summary>
    /// <returns>Null where somebody else was quicker, who takes the folder for one that was left behind.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets it disposes of it.")]
    public static RunLock? TryMake(FolderHandle folder) =>
        folder.TryCreateFile("lock"u8) is { } file ? TakeOrClose(file) : null;

    /// <param name="folder">The folder of a run.</param>
    /// <param name="exists">Whether the run has a lock at all.</param>
    /// <returns>Null where there is no lock, or somebody holds it.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets it disposes of it.")]
    public static RunLock? TryTake(FolderHandle folder, out bool exists)
    {
        var file = folder.TryOpenFile("lock"u8, write: true);
        exists = file is not null;
        return file is null ? null : TakeOrClose(file);
    }

    public void Dispose() => file.Dispose();

    private static RunLock? TakeOrClose(SafeFileHandle file)
    {
        if (FileCalls.Lock(file, FileCalls.LockExclusive | FileCalls.LockNonBlocking) == 0)
        {
            return new RunLock(file);
        }

        file.Dispose();
        return null;
    }
}
