using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;
using VmTest.Nix;
using VmTest.Supervision;

namespace VmTest.Memory;

/// <summary>Reads the state of a flake's sources: what Nix saw of them, and what it did not.</summary>
public static class SourceReader
{
    /// <summary>Of a larger tree, so many files are known.</summary>
    internal const int MostFiles = 3000;

    private const int MostListed = 100_000;
    private const int MostUntracked = 200;

    /// <summary>A larger file is known by its size.</summary>
    private const long MostHashedBytes = 4L << 20;

    /// <summary>All files together; what is beyond is known by its size.</summary>
    private const long MostBytes = 256L << 20;

    private const int HashCharacters = 16;
    private const string Git = ".git";

    /// <param name="flake">The flake.</param>
    /// <param name="root">The folder below which the store lies.</param>
    /// <param name="own">Folders that runs write to, which are no sources.</param>
    public static SourceState Read(LockedFlake flake, string root, params string[] own)
    {
        var budget = MostBytes;
        return new SourceState
        {
            Revision = flake.Revision,
            Files = Hashes(Seen(flake.Source, root), ref budget),
            Untracked = Hashes(Untracked(flake.Source, own), ref budget),
            Inputs = [.. flake.Inputs.Select(input => new SourceInput(input.Name, input.Revision, input.At))],
        };
    }

    private static Dictionary<string, string> Hashes(IEnumerable<(string Name, string Path)> files, ref long budget)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in files)
        {
            try
            {
                hashes[name] = Hash(path, ref budget);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It went away, or is not for this user to read, and so not for Nix.
            }
        }

        return hashes;
    }

    /// <exception cref="IOException">It is not there any more.</exception>
    private static string Hash(string path, ref long budget)
    {
        using var folder = FolderHandle.TryOpen(Path.GetDirectoryName(path)!);
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        if (folder?.Look(name) is not { } facts)
        {
            throw new FileNotFoundException(path);
        }

        if (facts.IsLink)
        {
            return $"link {new FileInfo(path).LinkTarget}";
        }

        // Whoever opened a pipe would wait for its writer.
        using var handle = folder.TryOpenFile(name, write: false);
        var bytes = handle is null ? 0 : RandomAccess.GetLength(handle);
        if (handle is null || bytes > MostHashedBytes || bytes > budget)
        {
            return $"{bytes} bytes";
        }

        budget -= bytes;
        using var content = new FileStream(handle, FileAccess.Read);
        return Convert.ToHexStringLower(SHA256.HashData(content))[..HashCharacters];
    }

    /// <summary>The files in Nix's own copy; where there is none, because Nix failed before it made one, those of the folder.</summary>
    private static IEnumerable<(string Name, string Path)> Seen(FlakeSource source, string root)
    {
        var copy = source.Copy is { } path ? root.TrimEnd('/') + path : null;
        if (copy is not null && Directory.Exists(copy))
        {
            return Below(copy).Select(file => (source.Relative(file[root.TrimEnd('/').Length..]) ?? file[(copy.Length + 1)..], file));
        }

        return source is { Folder: { } folder, Tree: { } tree } && Directory.Exists(tree)
            ? Tracked(source, tree).Select(file => (Path.GetRelativePath(folder, file), file))
            : [];
    }

    private static IEnumerable<string> Tracked(FlakeSource source, string tree)
    {
        if (!source.IsRepository)
        {
            return Below(tree);
        }

        try
        {
            using var repository = new Repository(tree);
            return [.. repository.Index.Select(entry => Path.Combine(tree, entry.Path)).Where(File.Exists).Take(MostFiles)];
        }
        catch (LibGit2SharpException)
        {
            return [];
        }
    }

    /// <summary>In a fixed order, without what links lead to.</summary>
    private static IEnumerable<string> Below(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };
        var entries = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), options)
        {
            ShouldRecursePredicate = (ref entry) => entry.FileName is not Git && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory || (entry.Attributes & FileAttributes.ReparsePoint) != 0,
        };
        return entries.Take(MostListed).Order(StringComparer.Ordinal).Take(MostFiles);
    }

    private static IEnumerable<(string Name, string Path)> Untracked(FlakeSource source, IReadOnlyList<string> own)
    {
        if (source is not { IsRepository: true, Folder: { } folder, Tree: { } tree })
        {
            return [];
        }

        try
        {
            using var repository = new Repository(tree);
            var options = new StatusOptions
            {
                IncludeUntracked = true,
                RecurseUntrackedDirs = true,
                IncludeIgnored = false,
                Show = StatusShowOption.WorkDirOnly,
            };
            return
            [
                .. repository.RetrieveStatus(options).Untracked.Select(entry => Path.Combine(tree, entry.FilePath))
                    .Where(file => File.Exists(file) && !own.Any(each => file.StartsWith(each + "/", StringComparison.Ordinal)))
                    .Take(MostUntracked)
                    .Select(file => (Path.GetRelativePath(folder, file), file)),
            ];
        }
        catch (LibGit2SharpException)
        {
            return [];
        }
    }
}
