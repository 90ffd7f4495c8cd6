using VmTest.Model;

namespace VmTest.Memory;

/// <summary>Finds failures that come again, and edits that changed nothing. Pure.</summary>
internal static class RepetitionFinder
{
    private const int MostFiles = 10;

    /// <param name="now">The record of this run.</param>
    /// <param name="before">The records before this one, newest first.</param>
    /// <returns>What there is to say, by the failures' fingerprints.</returns>
    public static IReadOnlyDictionary<string, Repetition> Find(HostRecord now, IEnumerable<HostRecord> before)
    {
        var found = new Dictionary<string, Repetition>(StringComparer.Ordinal);
        var failures = new FailureComparison(now, before);
        foreach (var failure in now.Failures)
        {
            if (failures.Row(failure.Fingerprint) is { Count: > 0 } row)
            {
                found[failure.Fingerprint] = Describe(now, row);
            }
        }

        return found;
    }

    private static Repetition Describe(HostRecord now, IReadOnlyList<HostRecord> row)
    {
        var same = IsSame(now, row[0]);
        var untracked = same == true && now.Sources is { } current && row[0].Sources is { } old
            ? SourceComparison.Untracked(old, current)
            : [];
        var files = same == true && now.Sources is { } sources && row[0].Sources is { } past
            ? SourceComparison.Files(past.Files, sources.Files).Select(file => file.Path).ToList()
            : [];
        return new Repetition
        {
            Count = row.Count + 1,
            Since = row[^1].RunId,
            SinceAt = row[^1].At,
            SameSystem = same,
            Changed = files.Count == 0 ? null : [.. files.Take(MostFiles)],
            Untracked = untracked.Count == 0 ? null : [.. untracked.Take(MostFiles)],
        };
    }

    /// <summary>Null where one of them did not evaluate, or was not asked for the same things.</summary>
    private static bool? IsSame(HostRecord now, HostRecord before) =>
        now.Derivations.Count == 0 || !now.Derivations.Keys.Order().SequenceEqual(before.Derivations.Keys.Order())
            ? null
            : now.Derivations.All(derivation => before.Derivations[derivation.Key] == derivation.Value);
}
