using System.Text;

namespace VmTest.Supervision;

/// <summary>The folders of a run that lie beside its private one: known by the run's ID in their names, and by their owner.</summary>
internal static class OutsideFolders
{
    /// <summary>Removes one; anything else of that name, or of another, is left alone.</summary>
    /// <returns>What is left.</returns>
    public static IReadOnlyList<string> Remove(string path, string runId)
    {
        var name = Path.GetFileName(path);
        using var parent = RunNames.IsOutsideFolder(name, runId) ? FolderHandle.TryOpen(Path.GetDirectoryName(path)!) : null;
        var bytes = Encoding.UTF8.GetBytes(name);
        return parent?.Look(bytes) is { IsFolder: true } facts && facts.Owner == NativeMethods.GetEffectiveUserId()
            ? FolderTree.Remove(parent, bytes, path)
            : [];
    }
}
