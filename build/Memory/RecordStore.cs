using System.Security.Cryptography;
using System.Text;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Memory;

/// <summary>
/// The folder of records, one file each. A record appears whole or not at all and never changes; several runs write and prune at
/// the same time. What others could have written is not read.
/// </summary>
/// <param name="path">Its absolute path; it need not exist.</param>
/// <param name="time">For the age of records.</param>
public sealed class RecordStore(string path, TimeProvider time)
{
    /// <summary>The ending of a file that is being written.</summary>
    internal const string Unfinished = ".new";

    /// <summary>A larger file is no record of ours.</summary>
    private const long MaximumBytes = 16L << 20;

    /// <summary>A file that its writer has left unfinished is removed after this time.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    public string Path { get; } = path;

    /// <summary>Why the folder's records are not read; null where they are, or where there is none yet.</summary>
    public string? Refusal
    {
        get
        {
            using var folder = FolderHandle.TryOpen(Path);
            return folder is null
                ? System.IO.Path.Exists(Path) ? $"'{Path}' is no folder" : null
                : IsOwn(folder.Statistics) ? null : $"others than this user can write to '{Path}'";
        }
    }

    /// <summary>The IDs of the runs that have records, newest first.</summary>
    public IReadOnlyList<string> Runs() => [.. List().Select(name => name.RunId).Distinct()];

    /// <summary>All records, newest first; none of them is opened.</summary>
    internal IReadOnlyList<RecordName> List()
    {
        using var folder = Open();
        return folder is null ? [] :
        [
            .. folder.Names().Select(name => RecordName.Parse(Encoding.UTF8.GetString(name))).OfType<RecordName>()
                .OrderByDescending(name => name.RunId, StringComparer.Ordinal),
        ];
    }

    /// <returns>Null where it is gone, was not written by this user alone, or cannot be understood.</returns>
    internal HostRecord? Read(RecordName name)
    {
        using var folder = Open();
        var bytes = Encoding.ASCII.GetBytes(name.ToString());
        if (folder?.Look(bytes) is not { IsRegular: true, Links: 1 } facts || !IsOwn(facts))
        {
            return null;
        }

        try
        {
            using var handle = folder.TryOpenFile(bytes, write: false);
            if (handle is null || RandomAccess.GetLength(handle) > MaximumBytes)
            {
                return null;
            }

            using var reader = new StreamReader(new FileStream(handle, FileAccess.Read));
            return RecordReader.Parse(reader.ReadToEnd(), name);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Write(HostRecord record)
    {
        Directory.CreateDirectory(Path);
        var target = System.IO.Path.Combine(Path, RecordName.Of(record).ToString());
        var fresh = System.IO.Path.Combine(Path, $".{RandomNumberGenerator.GetHexString(16, lowercase: true)}{Unfinished}");
        try
        {
            using (var file = new FileStream(fresh, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(Json.Line(record) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, target, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    /// <summary>Removes what is superseded, and what a killed run left unfinished.</summary>
    public void Prune()
    {
        var now = time.GetUtcNow();
        foreach (var name in RecordRetention.Superseded(List(), now))
        {
            File.Delete(System.IO.Path.Combine(Path, name.ToString()));
        }

        foreach (var file in UnfinishedFiles(Path).Where(file => now - File.GetLastWriteTimeUtc(file) > Abandoned))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes every record of a folder and nothing that lies beside them; then the folder, where it is empty.</summary>
    /// <returns>Whether there was any.</returns>
    public static bool Remove(string path)
    {
        if (!Directory.Exists(path))
        {
            return false;
        }

        var files = Directory.EnumerateFiles(path).Where(file => RecordName.Parse(System.IO.Path.GetFileName(file)) is not null)
            .Concat(UnfinishedFiles(path)).ToList();
        files.ForEach(File.Delete);
        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }

        return files.Count > 0;
    }

    private static IEnumerable<string> UnfinishedFiles(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, $".*{Unfinished}") : [];

    private static bool IsOwn(FileStatistics facts) => facts.IsWrittenByOwnerOnly && facts.Owner == NativeMethods.GetEffectiveUserId();

    private FolderHandle? Open()
    {
        var folder = FolderHandle.TryOpen(Path);
        if (folder is null || IsOwn(folder.Statistics))
        {
            return folder;
        }

        folder.Dispose();
        return null;
    }
}
