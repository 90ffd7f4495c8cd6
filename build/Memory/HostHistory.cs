namespace VmTest.Memory;

/// <summary>The earlier records of one host, opened as they are needed.</summary>
public sealed class HostHistory
{
    /// <summary>A longer row of equal failures says no more.</summary>
    internal const int Longest = 50;

    /// <summary>Medians and spreads are of so many records.</summary>
    internal const int Measured = 5;

    /// <summary>Green records that are looked at for those of equal conditions.</summary>
    private const int MostGreens = 20;

    private readonly Func<RecordName, HostRecord?> read;
    private readonly Dictionary<RecordName, HostRecord?> opened = [];
    private readonly IReadOnlyList<RecordName> names;

    /// <param name="names">The host's records, newest first.</param>
    /// <param name="read">Opens one; null for one that cannot be read.</param>
    internal HostHistory(IReadOnlyList<RecordName> names, Func<RecordName, HostRecord?> read)
    {
        this.names = names;
        this.read = read;
    }

    /// <summary>The records of one host of one flake in a folder.</summary>
    internal static HostHistory Of(RecordStore store, IReadOnlyList<RecordName> all, string flake, string host, string? without = null)
    {
        var folder = RecordName.FolderOf(host);
        return new HostHistory(
            [.. all.Where(name => name.Flake == flake && name.Folder == folder && name.RunId != without)],
            name => store.Read(name) is { } record && record.Host == host ? record : null);
    }

    /// <summary>All that can be read, newest first.</summary>
    internal IEnumerable<HostRecord> Records => Open(names);

    /// <summary>The newest that passed, newest first.</summary>
    internal IEnumerable<HostRecord> Greens => Open(names.Where(name => name.IsGreen)).Take(MostGreens);

    /// <summary>The record of one run; null where there is none.</summary>
    internal HostRecord? Of(string run) => Open(names.Where(name => name.RunId == run)).FirstOrDefault();

    /// <summary>The newest green ones that were made under equal conditions.</summary>
    internal IReadOnlyList<HostRecord> Comparable(string? conditions) =>
        [.. Greens.Where(record => conditions is not null && record.Conditions == conditions).Take(Measured)];

    /// <summary>The green record that has proved an identity, where no later one of it is red.</summary>
    /// <param name="identity">The whole hash.</param>
    /// <param name="proves">Whether a record is proof enough.</param>
    internal HostRecord? Proof(string identity, Func<HostRecord, bool> proves)
    {
        var shown = RecordName.Shown(identity);
        return Open(names.Where(name => name.Identity == shown).TakeWhile(name => name.IsGreen))
            .FirstOrDefault(record => record.Identity == identity && proves(record));
    }

    private IEnumerable<HostRecord> Open(IEnumerable<RecordName> some) => some.Select(Open).OfType<HostRecord>();

    private HostRecord? Open(RecordName name)
    {
        if (!opened.TryGetValue(name, out var record))
        {
            opened[name] = record = read(name);
        }

        return record;
    }
}
