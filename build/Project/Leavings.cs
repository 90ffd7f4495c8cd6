using VmTest.Memory;
using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.Project;

/// <summary>What finished runs leave on purpose: reports and logs, published hosts, the reference guest's parts.</summary>
internal static class Leavings
{
    /// <summary>Removes them, and nothing else that may lie beside them.</summary>
    /// <param name="output">The folder of the runs, which may be anybody's.</param>
    /// <param name="records">The folder of the records, which may be anybody's.</param>
    /// <returns>What was removed.</returns>
    public static IReadOnlyList<string> Remove(string output, string records) =>
    [
        .. RecordStore.Remove(records) ? [records] : Array.Empty<string>(),
        .. RemoveFrom(output, ProjectFolder.Below(ProjectFolder.PublishedHosts), ProjectFolder.GuestCache),
    ];

    /// <param name="output">The folder of the runs.</param>
    /// <param name="caches">Folders that are this project's own altogether.</param>
    internal static IReadOnlyList<string> RemoveFrom(string output, params string[] caches)
    {
        var removed = new List<string>();
        if (Directory.Exists(output))
        {
            var link = new FileInfo(Path.Combine(output, RunPaths.Latest));
            if (link.LinkTarget is not null)
            {
                link.Delete();
            }

            removed.AddRange(
                Directory.EnumerateDirectories(output)
                    .Where(folder => Path.GetFileName(folder) is var name
                        && (RunNames.IsId(name) || name is ProjectTests.ResultsFolder or SingleFiles.Folder)));
        }

        // The program that is running right now is among the published ones; Linux keeps its files until it ends.
        removed.AddRange(caches.Where(Directory.Exists));
        removed.ForEach(folder => Directory.Delete(folder, recursive: true));
        return removed;
    }
}
