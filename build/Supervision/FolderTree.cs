using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using VmTest.Text;

namespace VmTest.Supervision;

/// <summary>
/// Removes a tree through descriptors: whatever the names are made of, however deep it is, whatever rights a builder left,
/// and never a thing outside of it. What cannot be removed is named, and all the rest goes.
/// </summary>
internal sealed class FolderTree
{
    // Each level takes a descriptor; what is deeper is moved up first.
    private const int MaximumDepth = 32;
    private const int MaximumNamed = 20;

    private static ReadOnlySpan<byte> MovedUp => ".vmtest-moved-"u8;

    private readonly List<string> left = [];
    private readonly FolderHandle top;
    private readonly FileStatistics place;
    private int unnamed;

    private FolderTree(FolderHandle top)
    {
        this.top = top;
        place = top.Statistics;
    }

    /// <summary>Removes a folder in an open one.</summary>
    /// <param name="parent">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="shown">How it is called for people.</param>
    /// <returns>What is left, with the reason; empty where nothing is.</returns>
    public static IReadOnlyList<string> Remove(FolderHandle parent, ReadOnlySpan<byte> name, string shown)
    {
        using var folder = parent.TryOpenFolder(name);
        if (folder is null)
        {
            return parent.Look(name) is null || parent.RemoveFile(name) == 0 ? [] : [$"{shown}: {FolderHandle.LastError()}"];
        }

        if (!folder.Statistics.IsOnMountOf(parent.Statistics))
        {
            return [$"mount {shown}"];
        }

        var left = Empty(folder, shown, []);
        return left.Count > 0 || parent.RemoveFolder(name) is 0 or FileCalls.NotThere ? left : [$"{shown}: {FolderHandle.LastError()}"];
    }

    /// <summary>Removes all that is in a folder but some of its entries.</summary>
    /// <inheritdoc cref="Remove"/>
    public static IReadOnlyList<string> Empty(FolderHandle folder, string shown, IReadOnlyCollection<string> kept)
    {
        var tree = new FolderTree(folder);
        var keep = kept.Select(Encoding.UTF8.GetBytes).ToList();
        folder.MakeOwnersOwn();
        var next = folder.Names().Where(name => !keep.Exists(each => each.AsSpan().SequenceEqual(name))).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (next.Count > 0)
        {
            next.ForEach(name => tree.RemoveEntry(folder, name, shown, 1));
            next = [.. folder.Names().Where(name => name.AsSpan().StartsWith(MovedUp) && seen.Add(Encoding.ASCII.GetString(name)))];
        }

        return tree.unnamed == 0 ? tree.left : [.. tree.left, $"and {tree.unnamed} more"];
    }

    private bool RemoveEntry(FolderHandle folder, byte[] name, string path, int depth)
    {
        var error = folder.RemoveFile(name);
        if (error is 0 or FileCalls.NotThere)
        {
            return true;
        }

        var shown = $"{path}/{Sanitizer.Line(Encoding.UTF8.GetString(name))}";
        if (folder.Look(name) is not { IsFolder: true })
        {
            return Leave($"{shown}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        if (depth >= MaximumDepth && folder.TryMove(
            name, top, [.. MovedUp, .. Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(16))]))
        {
            return true;
        }

        using var below = folder.TryOpenFolder(name);
        if (below is null)
        {
            return Leave($"{shown}: {FolderHandle.LastError()}");
        }

        if (!below.Statistics.IsOnMountOf(place))
        {
            return Leave($"mount {shown}");
        }

        below.MakeOwnersOwn();
        var all = true;
        foreach (var each in below.Names())
        {
            all &= RemoveEntry(below, each, shown, depth + 1);
        }

        error = all ? folder.RemoveFolder(name) : 0;
        return error == 0 ? all : Leave($"{shown}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private bool Leave(string what)
    {
        if (left.Count < MaximumNamed)
        {
            left.Add(what);
        }
        else
        {
            unnamed++;
        }

        return false;
    }
}
