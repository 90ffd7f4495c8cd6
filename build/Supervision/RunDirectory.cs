using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace VmTest.Supervision;

/// <summary>
/// The private folder of one run (mode 0700): disks, sockets, scratch, the ledger of all that the run makes, and the lock
/// that tells that the run lives. It appears with both at once: before that it is a folder that nobody takes for a run.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    /// <summary>A Unix socket's path is at most 107 bytes long (sun_path, unix(7)).</summary>
    internal const int SocketPathBytes = 107;

    // A sweep needs them for as long as anything else is there.
    internal static readonly string[] Lasting = [Ledger.FileName, RunLock.FileName];

    private const uint ForEverybody = 0x1ED;
    private const int Attempts = 10;

    private readonly RunRoot root;
    private readonly RunLock lifeline;
    private readonly List<string> outside = [];

    public RunDirectory(string runId, string artifacts)
        : this(runId, artifacts, RunRoot.Candidates()[0])
    {
    }

    internal RunDirectory(string runId, string artifacts, string root)
    {
        RunId = runId;
        this.root = RunRoot.Make(root);
        Path = System.IO.Path.Combine(root, runId);
        (lifeline, Ledger) = Prepare(artifacts);
    }

    public string RunId { get; }

    public string Path { get; }

    public Ledger Ledger { get; }

    /// <summary>The folders that nothing but this run uses.</summary>
    internal IReadOnlyList<string> Folders
    {
        get
        {
            lock (outside)
            {
                return [Path, .. outside];
            }
        }
    }

    /// <summary>The folders that may hold runs of this user, the preferred one first.</summary>
    public static IReadOnlyList<string> Roots() => RunRoot.Candidates();

    /// <summary>Makes a folder of this name below the private one, and notes it.</summary>
    public string MakeFolder(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        if (!Directory.Exists(path))
        {
            Ledger.Announce(ResourceKind.File, path);
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>
    /// Makes a folder that every user can enter and read, with all its parents, and that nobody else can change: for
    /// builders that run as users of their own, and for those that check this before they install a system. It lies beside
    /// the private one, whose mode shuts them out, under a name that cannot be guessed.
    /// </summary>
    public string MakeFolderForOthers()
    {
        lock (outside)
        {
            if (outside.Count == 0)
            {
                var path = System.IO.Path.Combine(TemporaryPlace.OpenToAll()[0], RunNames.OutsideFolder(RunId));
                Ledger.Announce(ResourceKind.File, path);
                Directory.CreateDirectory(path);
                // The mask of this program would take these rights away.
                File.SetUnixFileMode(path, (UnixFileMode)ForEverybody);
                outside.Add(path);
            }

            return outside[0];
        }
    }

    /// <summary>Removes all that the run has made, but what a sweep needs to know the run by.</summary>
    /// <returns>What is left.</returns>
    internal IReadOnlyList<string> Empty()
    {
        using var folder = root.Folder.TryOpenFolder(Encoding.UTF8.GetBytes(RunId));
        List<string> left = folder is null ? [] : [.. FolderTree.Empty(folder, Path, Lasting)];
        foreach (var path in Folders.Skip(1))
        {
            left.AddRange(OutsideFolders.Remove(path, RunId));
        }

        return left;
    }

    /// <summary>The run is over and its report is written: nothing has to know it any more.</summary>
    /// <returns>What is left.</returns>
    internal IReadOnlyList<string> Retire() => Retire(root, RunId);

    /// <inheritdoc cref="Retire()"/>
    internal static IReadOnlyList<string> Retire(RunRoot root, string runId)
    {
        var name = Encoding.UTF8.GetBytes(runId);
        var unfinished = Encoding.UTF8.GetBytes(RunNames.Unfinished(runId));
        var last = root.Folder.TryMove(name, root.Folder, unfinished) ? unfinished : name;
        return FolderTree.Remove(root.Folder, last, System.IO.Path.Combine(root.Path, runId));
    }

    public void Dispose()
    {
        Ledger.Dispose();
        lifeline.Dispose();
        root.Dispose();
    }

    private (RunLock Lock, Ledger Ledger) Prepare(string artifacts)
    {
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var name = RunNames.Unfinished(RunId);
                if (TryPrepare(name, artifacts) is { } made)
                {
                    return made;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TemporaryFolderException(root.Path, error.Message, error);
        }

        throw new TemporaryFolderException(root.Path, FolderHandle.LastError(), null);
    }

    /// <summary>A sweep may take the folder for one that was left behind, until it is locked.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets it disposes of it.")]
    private (RunLock Lock, Ledger Ledger)? TryPrepare(string name, string artifacts)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        using var folder = root.Folder.TryMakeFolder(bytes) ? root.Folder.TryOpenFolder(bytes) : null;
        if (folder is null || RunLock.TryMake(folder) is not { } made)
        {
            return null;
        }

        var ledger = new Ledger(System.IO.Path.Combine(root.Path, name, Ledger.FileName), LedgerHead.OfThisProgram(RunId, artifacts));
        ledger.Announce(ResourceKind.File, Path);
        if (root.Folder.TryMove(bytes, root.Folder, Encoding.UTF8.GetBytes(RunId)))
        {
            return (made, ledger);
        }

        ledger.Dispose();
        made.Dispose();
        return null;
    }
}
