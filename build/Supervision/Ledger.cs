using System.Text;
using Newtonsoft.Json;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Supervision;

/// <summary>
/// What a run has made outside its artifacts, on disk before it exists, so that a later run can remove it after a kill.
/// </summary>
public sealed class Ledger : IDisposable
{
    public const string FileName = "ledger.jsonl";

    private readonly Lock gate = new();
    private readonly FileStream file;
    private readonly Dictionary<int, LedgerEntry> open = [];
    private readonly Dictionary<ResourceKind, int> created = [];
    private readonly Dictionary<ResourceKind, int> released = [];
    private int last;

    public Ledger(string path, LedgerHead head)
    {
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        Append(head);
    }

    /// <summary>Reads the ledger of another run; null where there is none to be read.</summary>
    public static LedgerContents? Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the ledger in the open folder of another run; null where there is none, or none of this user.</summary>
    internal static LedgerContents? Read(FolderHandle folder)
    {
        using var file = folder.TryOpenFile("ledger.jsonl"u8, write: false);
        if (file is null || folder.Look("ledger.jsonl"u8) is not { IsRegular: true, Links: 1 } facts
            || facts.Owner != NativeMethods.GetEffectiveUserId())
        {
            return null;
        }

        using var stream = new FileStream(file, FileAccess.Read);
        return Read(stream);
    }

    /// <summary>To be called before the resource is made.</summary>
    public LedgerEntry Announce(ResourceKind kind, string name)
    {
        lock (gate)
        {
            var entry = new LedgerEntry(++last, kind, name, LedgerState.Announced);
            open[entry.Number] = entry;
            created[kind] = created.GetValueOrDefault(kind) + 1;
            Append(entry);
            return entry;
        }
    }

    /// <summary>Adds which process an announced one became.</summary>
    public void Identify(LedgerEntry entry, ProcessIdentity process)
    {
        lock (gate)
        {
            var made = entry with { State = LedgerState.Made, Process = process };
            open[entry.Number] = made;
            Append(made);
        }
    }

    public void Release(LedgerEntry entry)
    {
        lock (gate)
        {
            if (open.Remove(entry.Number, out var made))
            {
                released[entry.Kind] = released.GetValueOrDefault(entry.Kind) + 1;
                Append(made with { State = LedgerState.Released });
            }
        }
    }

    public IReadOnlyList<LedgerEntry> Open()
    {
        lock (gate)
        {
            return [.. open.Values];
        }
    }

    public ResourceCount Count(ResourceKind kind)
    {
        lock (gate)
        {
            return new(created.GetValueOrDefault(kind), released.GetValueOrDefault(kind));
        }
    }

    public void Dispose() => file.Dispose();

    private static LedgerContents? Read(Stream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadLine() is { } first
                && Json.Read<LedgerHead>(first) is { RunId: not null, Host: not null, Artifacts: not null } head
                ? new LedgerContents(head,
                    [.. Rest(reader).Select(TryRead).OfType<LedgerEntry>().GroupBy(entry => entry.Number).Select(group => group.Last())])
                : null;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Rest(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static LedgerEntry? TryRead(string line)
    {
        try
        {
            return Json.Read<LedgerEntry>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Append(object line)
    {
        file.Write(Encoding.UTF8.GetBytes(Json.Line(line) + "\n"));
        file.Flush();
    }
}
