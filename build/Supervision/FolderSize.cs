namespace VmTest.Supervision;

/// <summary>Measures what a tree takes on disk, through descriptors: no link and no mount leads out of it.</summary>
internal static class FolderSize
{
    // Each level takes a descriptor; what lies deeper is not counted.
    private const int MaximumDepth = 32;

    /// <summary>Bytes of the tree's regular files, holes left out; null where there is no folder of this path.</summary>
    public static long? Measure(string path)
    {
        using var folder = FolderHandle.TryOpen(path);
        return folder is null ? null : Measure(folder, folder.Statistics, MaximumDepth);
    }

    private static long Measure(FolderHandle folder, FileStatistics place, int depth)
    {
        var sum = 0L;
        foreach (var name in folder.Names())
        {
            if (folder.Look(name) is not { } entry)
            {
                continue;
            }

            // A file with a second name elsewhere is not given back with this one.
            sum += entry is { IsRegular: true, Links: 1 } ? entry.BytesOnDisk : 0;
            sum += depth > 0 && entry.IsFolder && entry.IsOnMountOf(place) ? MeasureBelow(folder, name, place, depth - 1) : 0;
        }

        return sum;
    }

    private static long MeasureBelow(FolderHandle folder, byte[] name, FileStatistics place, int depth)
    {
        using var below = folder.TryOpenFolder(name);
        return below is null ? 0 : Measure(below, place, depth);
    }
}
