using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Diagnosis.Source;

/// <summary>Looks for definitions of options in the files of the flake.</summary>
internal sealed class DefinitionSearch(FlakeFiles files)
{
    /// <summary>A set above the option says where it belongs only where it has at least as many names.</summary>
    internal const int TellingNames = 2;

    /// <param name="source">The flake.</param>
    /// <param name="host">The host that matters; null for all.</param>
    public static DefinitionSearch Of(FlakeSource source, string? host) => new(new FlakeFiles(source, host));

    public FlakeFiles Files => files;

    /// <summary>The definitions of an option in one file that is known to define it; at worst the set in which it must be.</summary>
    public IReadOnlyList<Definition> In(string name, IReadOnlyList<string> path)
    {
        if (files.Find(name) is not { } file)
        {
            return [];
        }

        var module = DefinitionReader.InModule(file, path, files.Import);
        var all = DefinitionReader.Anywhere(file, path, files.Import);
        List<Definition> whole = [.. Whole(module).Concat(Whole(all)).DistinctBy(definition => definition.Place)];
        if (whole.Count == 0)
        {
            // What a function in another file gives bears the name of the file that imports it.
            whole = Whole(Imported(file), path);
        }

        if (whole.Count == 0)
        {
            whole = Given(file, path);
        }

        return whole.Count > 0 ? whole : Deepest([.. module, .. all]);
    }

    /// <summary>The first place at which a file of the host reads an option; null where none does.</summary>
    public SourceLocation? Reader(IReadOnlyList<string> path)
    {
        foreach (var file in files.Reached)
        {
            var shortcuts = file.Root.All().Where(node => node.Kind == NixNodeKind.Let).SelectMany(node => node.Bindings)
                .Where(binding => binding.Path is [{ Text: not null }] && Read(binding.Value) is not null)
                .GroupBy(binding => binding.Path[0].Text!, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => Read(group.First().Value)!, StringComparer.Ordinal);
            foreach (var node in file.Root.All()
                .Where(node => node.Kind == NixNodeKind.Select && node.Items[0].Kind == NixNodeKind.Variable))
            {
                var read = Read(node)
                    ?? (shortcuts.GetValueOrDefault(node.Items[0].Text) is { } start ? [.. start, .. Names(node)] : null);
                if (read is not null && read.SequenceEqual(path))
                {
                    return file.At(node.Start);
                }
            }
        }

        return null;
    }

    /// <summary>The option that an expression such as <c>config.a.b</c> reads; null for any other.</summary>
    private static IReadOnlyList<string>? Read(NixNode node) =>
        node is { Kind: NixNodeKind.Select, Items: [{ Kind: NixNodeKind.Variable, Text: "config" }, ..] } ? Names(node) : null;

    private static IReadOnlyList<string> Names(NixNode node) => [.. node.Names.Select(name => name.Text ?? OptionPath.Any)];

    /// <summary>
    /// What a file says of an option by the end of its path alone: a function that gets a set of definitions, such as one for
    /// <c>virtualisation.vmVariant</c>, puts it below names that the file does not have.
    /// </summary>
    private List<Definition> Given(NixFile file, IReadOnlyList<string> path)
    {
        // Two names of options at least: one alone, or one and a place in a list, stands for too much.
        for (var skipped = 1; path.Count - skipped >= TellingNames && OptionPath.Entry(path[skipped + 1]) is null; skipped++)
        {
            if (Whole(DefinitionReader.Anywhere(file, [.. path.Skip(skipped)], files.Import)) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>The files that a file calls import with.</summary>
    private IEnumerable<NixFile> Imported(NixFile file) => file.Root.All()
        .Where(node => node is
        {
            Kind: NixNodeKind.Apply, Items: [{ Kind: NixNodeKind.Variable, Text: "import" }, { Kind: NixNodeKind.Path }],
        })
        .Select(node => files.Import(file, node.Items[1].Text)).OfType<NixFile>();

    /// <summary>The definitions of an option in all files of the host, of the other files where it has none.</summary>
    public IReadOnlyList<Definition> Everywhere(IReadOnlyList<string> path) =>
        Whole(files.Reached, path) is { Count: > 0 } reached ? reached : Whole(files.Others, path);

    /// <summary>The definitions of the option, or of the nearest set above it that still says something about it.</summary>
    public IReadOnlyList<Definition> Nearest(IReadOnlyList<string> path)
    {
        for (var count = path.Count; count >= Math.Min(TellingNames, path.Count); count--)
        {
            if (Everywhere([.. path.Take(count)]) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>Where a file declares an option; null where it does not.</summary>
    public Definition? Declaration(string name, IReadOnlyList<string> path) => files.Find(name) is { } file
        ? DefinitionReader.Declarations(file, path, files.Import).FirstOrDefault(definition => definition.IsWhole)
        : null;

    private List<Definition> Whole(IEnumerable<NixFile> candidates, IReadOnlyList<string> path)
    {
        List<NixFile> all = [.. candidates];
        List<Definition> modules = [.. all.SelectMany(file => Whole(DefinitionReader.InModule(file, path, files.Import)))
            .DistinctBy(definition => definition.Place)];
        return modules.Count > 0 ? modules
            : [.. all.SelectMany(file => Whole(DefinitionReader.Anywhere(file, path, files.Import)))
                .DistinctBy(definition => definition.Place)];
    }

    /// <summary>Those whose names are written rather than computed first.</summary>
    private static List<Definition> Whole(IEnumerable<Definition> definitions) =>
        [.. definitions.Where(definition => definition.IsWhole).OrderBy(definition => definition.Computed)];

    private static List<Definition> Deepest(IReadOnlyList<Definition> definitions) =>
        [.. definitions.Where(definition => definition.Names == definitions.Max(each => each.Names))];
}
