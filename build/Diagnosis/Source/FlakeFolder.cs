namespace VmTest.Diagnosis.Source;

/// <summary>Reads the Nix files in a flake's folder, each once.</summary>
/// <param name="path">The folder; null where the flake is in none, and then it has no files.</param>
internal sealed class FlakeFolder(string? path)
{
    /// <summary>What a folder that is imported stands for.</summary>
    public const string DefaultFile = "default.nix";

    private const string Extension = ".nix";

    /// <summary>Files of the flake that are read, and the size of the largest of them.</summary>
    private const int MaximumFiles = 2000;

    private const long MaximumFileBytes = 1 << 20;

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
    };

    private readonly Dictionary<string, NixFile?> files = new(StringComparer.Ordinal);

    public string? Path => path;

    /// <summary>Null where there is no such file, or none that can be read.</summary>
    /// <param name="name">Relative to the flake.</param>
    public NixFile? Find(string name)
    {
        if (!files.TryGetValue(name, out var file))
        {
            file = files.Count < MaximumFiles ? Read(name) : null;
            files[name] = file;
        }

        return file;
    }

    /// <summary>The Nix file that a path relative to the flake leads to, itself or as a folder; null where there is none.</summary>
    public NixFile? Resolve(string target)
    {
        if (path is null)
        {
            return null;
        }

        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(path, target));
        var file = Directory.Exists(full) ? System.IO.Path.Combine(full, DefaultFile) : full;
        return file.StartsWith(path + "/", StringComparison.Ordinal) && file.EndsWith(Extension, StringComparison.Ordinal)
            ? Find(file[(path.Length + 1)..])
            : null;
    }

    /// <summary>Whether there is a file of any kind with this name.</summary>
    /// <param name="name">Relative to the flake.</param>
    public bool Has(string name) => path is not null && File.Exists(System.IO.Path.Combine(path, name));

    /// <summary>The names of all Nix files, in order.</summary>
    public IEnumerable<string> Names()
    {
        if (path is null)
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateFiles(path, $"*{Extension}", Everywhere).Take(MaximumFiles)
                .Select(file => System.IO.Path.GetRelativePath(path, file)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private NixFile? Read(string name)
    {
        try
        {
            var file = new FileInfo(System.IO.Path.GetFullPath(System.IO.Path.Combine(path ?? string.Empty, name)));
            return path is null || !file.Exists || file.Length > MaximumFileBytes
                ? null
                : new NixFile(name, File.ReadAllText(file.FullName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
