using VmTest.Model;

namespace VmTest.Memory;

/// <summary>Two states of a flake's sources.</summary>
internal static class SourceComparison
{
    private const int MostShown = 10;

    /// <param name="before">The earlier state.</param>
    /// <param name="now">The later one.</param>
    /// <param name="suspects">What stands first among the files.</param>
    /// <returns>Null where one of them is not known, or nothing is different.</returns>
    public static SourceChange? Compare(SourceState? before, SourceState? now, IReadOnlyCollection<string> suspects)
    {
        if (before is null || now is null)
        {
            return null;
        }

        var files = Files(before.Files, now.Files).OrderBy(file => suspects.Contains(file.Path) ? 0 : 1).ToList();
        var inputs = Inputs(before.Inputs, now.Inputs);
        var untracked = Untracked(before, now);
        return files.Count == 0 && inputs.Count == 0 && untracked.Count == 0 ? null : new SourceChange
        {
            Files = files.Count == 0 ? null : [.. files.Take(MostShown)],
            More = files.Count > MostShown ? files.Count - MostShown : null,
            Inputs = inputs.Count == 0 ? null : [.. inputs.Take(MostShown)],
            Untracked = untracked.Count == 0 ? null : [.. untracked.Take(MostShown)],
            RevisionBefore = before.Revision,
            Revision = now.Revision,
        };
    }

    /// <summary>Files that are different, sorted by path.</summary>
    public static IReadOnlyList<FileChange> Files(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now)
    {
        // Of a tree that is larger than what is recorded, only the part that both know is compared.
        var last = new[] { before, now }.Where(files => files.Count >= SourceReader.MostFiles)
            .Select(files => files.Keys.Max(StringComparer.Ordinal)).Min(StringComparer.Ordinal);
        return
        [
            .. before.Keys.Union(now.Keys)
                .Where(path => last is null || string.CompareOrdinal(path, last) <= 0)
                .Where(path => before.GetValueOrDefault(path) != now.GetValueOrDefault(path))
                .Order(StringComparer.Ordinal)
                .Select(path => new FileChange(path, !before.ContainsKey(path) ? FileChangeKind.Added
                    : now.ContainsKey(path) ? FileChangeKind.Changed : FileChangeKind.Removed)),
        ];
    }

    /// <summary>Files that Nix does not see and that were made or changed since.</summary>
    public static IReadOnlyList<string> Untracked(SourceState before, SourceState now) =>
    [
        .. now.Untracked.Where(file => before.Untracked.GetValueOrDefault(file.Key) != file.Value)
            .Select(file => file.Key).Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<InputChange> Inputs(IReadOnlyList<SourceInput> before, IReadOnlyList<SourceInput> now)
    {
        var old = before.GroupBy(input => input.Name).ToDictionary(group => group.Key, group => group.First());
        var current = now.GroupBy(input => input.Name).ToDictionary(group => group.Key, group => group.First());
        return
        [
            .. old.Keys.Union(current.Keys).Order(StringComparer.Ordinal)
                .Select(name => (Name: name, Before: old.GetValueOrDefault(name), After: current.GetValueOrDefault(name)))
                .Where(input => input.Before?.Revision != input.After?.Revision)
                .Select(input => new InputChange(
                    input.Name, input.Before?.Revision, input.Before?.At, input.After?.Revision, input.After?.At)),
        ];
    }
}
