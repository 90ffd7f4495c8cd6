namespace VmTest.Supervision;

/// <summary>The private folder of one run (mode 0700): disks, sockets, scratch, and the ledger of all that the run makes.</summary>
public sealed class RunDirectory : IDisposable
{
    /// <summary>A Unix socket's path is at most 107 bytes long (sun_path, unix(7)).</summary>
    internal const int SocketPathBytes = 107;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The longest name of ours below it: "/<16 characters of a host>/console".
    private const int LongestSocketName = 32;

    private readonly string root;

    public RunDirectory(string runId, string artifacts)
        : this(runId, artifacts, Roots()[0])
    {
    }

    internal RunDirectory(string runId, string artifacts, string root)
    {
        RunId = runId;
        this.root = root;
        MakeRoot(root);
        Path = System.IO.Path.Combine(root, runId);
        Directory.CreateDirectory(Path, OwnerOnly);
        Ledger = new Ledger(System.IO.Path.Combine(Path, Ledger.FileName), new LedgerHead(runId, ProcessIdentity.Current, artifacts));
        Ledger.Announce(ResourceKind.File, Path);
    }

    public string RunId { get; }

    public string Path { get; }

    public Ledger Ledger { get; }

    /// <summary>The folders that may hold runs of this user, the preferred one first.</summary>
    public static IReadOnlyList<string> Roots()
    {
        var name = $"vmtest-{NativeMethods.GetUserId()}";
        var standard = System.IO.Path.Combine("/tmp", name);
        var preferred = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        var tooLong = preferred.Length + RunNames.IdLength + LongestSocketName > SocketPathBytes;
        return tooLong || preferred == standard ? [standard] : [preferred, standard];
    }

    /// <summary>Makes a folder of this name below the private one, and notes it.</summary>
    public string MakeFolder(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        if (!Directory.Exists(path))
        {
            Ledger.Announce(ResourceKind.File, path);
            Directory.CreateDirectory(path, OwnerOnly);
        }

        return path;
    }

    /// <summary>
    /// Makes a folder that other users can pass through, for builders that run as users of their own. It lies beside the
    /// private one, whose mode shuts them out.
    /// </summary>
    public string MakeFolderForOthers(string name)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(root)!, $"{System.IO.Path.GetFileName(root)}-{name}-{RunId}");
        if (!Directory.Exists(path))
        {
            Ledger.Announce(ResourceKind.File, path);
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return path;
    }

    public void Dispose() => Ledger.Dispose();

    private static void MakeRoot(string root)
    {
        Directory.CreateDirectory(root, OwnerOnly);
        // Somebody else may have made it first in a folder that everyone can write to.
        if (new DirectoryInfo(root).LinkTarget is not null || File.GetUnixFileMode(root) != OwnerOnly)
        {
            throw new IOException($"'{root}' is not a private folder of this user: it must be a real folder of mode 0700. Remove it, or set TMPDIR to a folder of your own.");
        }
    }
}
