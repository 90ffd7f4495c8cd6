namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>
/// A flake that fails, and what its failure must be called: a text file with a head of <c>key: value</c> lines and the
/// flake's files behind lines <c>--- PATH</c>. See README.md for the keys.
/// </summary>
internal sealed record CatalogueCase(string Name, IReadOnlyDictionary<string, string> Head, IReadOnlyDictionary<string, string> Files)
{
    private const string FileMark = "--- ";
    private const string FlakeFile = "flake.nix";

    private const string OneHost = """
        {
          inputs.nixpkgs.url = "path:@NIXPKGS@";
          outputs = { self, nixpkgs }: {
            nixosConfigurations.server = nixpkgs.lib.nixosSystem { modules = [ ./hosts/server.nix ]; };
          };
        }

        """;

    public static string Folder { get; } = Path.Combine(TestContext.CurrentContext.TestDirectory, "cases");

    public static IReadOnlyList<CatalogueCase> All { get; } = [.. Directory.EnumerateFiles(Folder, "*.case")
        .Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Null where the head has no such key.</summary>
    public string? this[string key] => Head.GetValueOrDefault(key);

    /// <summary>The expected code; that of a warning where the run is to pass.</summary>
    public string Code => this["code"] ?? this["warns"] ?? throw new InvalidDataException($"{Name} expects nothing");

    public override string ToString() => Name;

    private static CatalogueCase Read(string path)
    {
        var head = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        string? file = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(FileMark, StringComparison.Ordinal))
            {
                file = line[FileMark.Length..];
                files[file] = string.Empty;
            }
            else if (file is not null)
            {
                files[file] += line + "\n";
            }
            else
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                head[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        if (!files.Keys.Any(name => Path.GetFileName(name) == FlakeFile) && !head.ContainsKey("bare"))
        {
            files[FlakeFile] = OneHost;
        }

        return new CatalogueCase(Path.GetFileNameWithoutExtension(path), head, files);
    }
}
