namespace VmTest.Nix;

/// <summary>
/// The files of the flake under test: tells them from those of its inputs, and names them as their author does, relative to
/// the flake.
/// </summary>
public sealed class FlakeSource
{
    private const string Git = ".git";
    private const string DefaultFile = "default.nix";

    private readonly string? folder;
    private readonly string? root;
    private readonly Dictionary<string, string> inputs = new(StringComparer.Ordinal);
    private string? copy;
    private string remoteFolder = string.Empty;

    /// <param name="flake">An absolute path, or a flake reference that is no folder here.</param>
    public FlakeSource(string flake)
    {
        folder = Path.IsPathFullyQualified(flake) ? Path.TrimEndingDirectorySeparator(flake) : null;
        root = folder is null ? null : Root(folder);
    }

    /// <summary>The flake's folder; null where it is none on this machine.</summary>
    public string? Folder => folder;

    /// <summary>The tree that Nix copies: the Git repository of the flake, or its folder.</summary>
    public string? Tree => root;

    /// <summary>The copy of <see cref="Tree"/> that Nix evaluates; null where Nix has not said.</summary>
    public string? Copy => copy;

    /// <summary>The flake's folder, or its copy in the store where it is no folder here; null where neither is known.</summary>
    public string? Files => folder ?? (copy is not null && Directory.Exists(Path.Combine(copy, remoteFolder))
        ? Path.TrimEndingDirectorySeparator(Path.Combine(copy, remoteFolder))
        : null);

    /// <summary>Learns where Nix has put the copy of the flake's tree.</summary>
    /// <param name="storePath">As <c>nix flake metadata</c> tells it; null where it does not.</param>
    /// <param name="below">The folder of the flake in that tree, for a flake that is no folder here.</param>
    public void Learn(string? storePath, string? below)
    {
        copy = storePath ?? copy;
        remoteFolder = below ?? remoteFolder;
    }

    /// <summary>Learns which copy in the store is of which input.</summary>
    /// <param name="names">The inputs' names by the roots of their copies.</param>
    public void LearnInputs(IEnumerable<KeyValuePair<string, string>> names)
    {
        foreach (var (path, name) in names)
        {
            inputs.TryAdd(path, name);
        }
    }

    /// <summary>The input in whose copy a file lies, and the file's path in it; null for any other file.</summary>
    public (string Input, string Path)? Input(string path) =>
        Relative(path) is null && StorePath.Source(path) is { Below.Length: > 0 } source
        && (inputs.GetValueOrDefault(source.Root) ?? Virtual(source.Root)) is { } name
            ? (name, source.Below)
            : null;

    /// <summary>The path relative to the flake, of a folder with a default.nix that file's; null where it lies elsewhere.</summary>
    public string? Relative(string path) => Below(path) is { } below ? Imported(below) : null;

    private string? Below(string path)
    {
        if (folder is not null && path.StartsWith(folder + "/", StringComparison.Ordinal))
        {
            return path[(folder.Length + 1)..];
        }

        return StorePath.Source(path) is { Below.Length: > 0 } source && IsOwn(path, source.Root, source.Below)
            ? BelowFlake(source.Below)
            : null;
    }

    /// <summary>
    /// The path relative to the flake where it lies in it, <c>INPUT: PATH</c> where it lies in one of its inputs, otherwise as
    /// it is.
    /// </summary>
    public string Name(string path) => Relative(path) ?? (Input(path) is var (input, below) ? $"{input}: {below}" : path);

    /// <summary>Where a file of the flake is on this machine; null for a flake that is no folder here.</summary>
    /// <param name="relative">Relative to the flake.</param>
    public string? Here(string relative) => folder is null ? null : Path.GetFullPath(Path.Combine(folder, relative));

    /// <summary>Newer versions name the source instead of its copy: «github:NixOS/nixpkgs/REVISION».</summary>
    private string? Virtual(string sourceRoot) => sourceRoot[0] == '«'
        ? inputs.FirstOrDefault(input => input.Key[0] != '/' && sourceRoot.Contains(input.Key, StringComparison.Ordinal)).Value
        : null;

    /// <summary>Whether it lies in a Git repository, of which Nix copies only the files that Git tracks.</summary>
    public bool IsRepository => root is not null && Path.Exists(Path.Combine(root, Git));

    private bool IsOwn(string path, string sourceRoot, string rest)
    {
        if (sourceRoot == copy || (sourceRoot[0] == '«' && root is not null && sourceRoot.Contains(root, StringComparison.Ordinal)))
        {
            return true;
        }

        // A folder without Git that changed between two calls has two copies, neither of which is an input's.
        if (root is null || inputs.ContainsKey(sourceRoot) || (copy is not null && (sourceRoot[0] == '«' || IsRepository)))
        {
            return false;
        }

        // Nix failed before it could say which copy is the flake's: an input may have a file of the same name.
        var here = Path.Combine(root, rest);
        return File.Exists(path) ? SameContent(path, here) : !Directory.Exists(sourceRoot) || SameFlake(sourceRoot);
    }

    /// <summary>The file in question is in neither: the flakes decide.</summary>
    private bool SameFlake(string sourceRoot)
    {
        const string name = "flake.nix";
        var below = Path.GetRelativePath(root!, Path.Combine(folder!, name));
        return SameContent(Path.Combine(sourceRoot, below), Path.Combine(folder!, name));
    }

    private static bool SameContent(string left, string right)
    {
        try
        {
            return new FileInfo(left).Length == new FileInfo(right).Length
                && File.ReadAllBytes(left).AsSpan().SequenceEqual(File.ReadAllBytes(right));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A module that is imported as a folder is called by that folder, and written in its default.nix.</summary>
    private string Imported(string below) => Files is { } files && File.Exists(Path.Combine(files, below, DefaultFile))
        ? Path.Combine(below, DefaultFile)
        : below;

    private string BelowFlake(string rest)
    {
        if (folder is not null && root is not null)
        {
            return Path.GetRelativePath(folder, Path.Combine(root, rest));
        }

        return remoteFolder.Length > 0 ? Path.GetRelativePath("/" + remoteFolder, "/" + rest) : rest;
    }

    /// <summary>Nix takes the whole repository even where the flake is a folder in it.</summary>
    private static string Root(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            if (Path.Exists(Path.Combine(parent.FullName, Git)))
            {
                return parent.FullName;
            }
        }

        return folder;
    }
}
