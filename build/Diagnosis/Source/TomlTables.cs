namespace VmTest.Diagnosis.Source;

/// <summary>The table that a line of a TOML file lies in. An element of an array of tables counts as one, like in a list.</summary>
internal sealed class TomlTables
{
    private readonly Dictionary<string, int> elements = new(StringComparer.Ordinal);

    /// <summary>Its path; an element is <c>[definition 1-entry 2]</c>, as the module system calls it.</summary>
    public IReadOnlyList<string> Path { get; private set; } = [];

    /// <summary>Takes the head of a table.</summary>
    /// <param name="names">Its name.</param>
    /// <param name="isElement">Whether it is the next element of an array of tables.</param>
    public void Begin(IReadOnlyList<string> names, bool isElement)
    {
        List<string> path = [];
        for (var at = 0; at < names.Count; at++)
        {
            path.Add(names[at]);
            var name = string.Join('\n', path);
            if (isElement && at == names.Count - 1)
            {
                elements[name] = elements.GetValueOrDefault(name) + 1;
            }

            if (elements.TryGetValue(name, out var entry))
            {
                path.Add($"[definition 1-entry {entry}]");
            }
        }

        Path = path;
    }

    /// <summary>Whether this is an element that the keys name, or that they name something in.</summary>
    public bool IsElementOn(IReadOnlyList<string> keys) =>
        Path.Count > 0 && OptionPath.Entry(Path[^1]) is not null && IsOn(Path, keys);

    /// <summary>Whether the keys begin with this path, whichever definition an element is of.</summary>
    public static bool IsOn(IReadOnlyList<string> path, IReadOnlyList<string> keys) =>
        path.Count <= keys.Count && path.Zip(keys).All(pair =>
            OptionPath.Entry(pair.First) is { } entry ? OptionPath.Entry(pair.Second) == entry : pair.First == pair.Second);
}
