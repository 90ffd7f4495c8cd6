namespace VmTest.Diagnosis.Source;

/// <summary>An expression of the Nix language.</summary>
/// <param name="Kind">What it is, and what its items are.</param>
/// <param name="Start">Its first character, counted from 0.</param>
internal sealed record NixNode(NixNodeKind Kind, int Start)
{
    /// <summary>A variable's name, a path, a number, an operator; of a string, its text with <c>${}</c> for what is interpolated.</summary>
    public string Text { get; init; } = string.Empty;

    public IReadOnlyList<NixNode> Items { get; init; } = [];

    /// <summary>Of a set or a let.</summary>
    public IReadOnlyList<NixBinding> Bindings { get; init; } = [];

    /// <summary>What a selection selects.</summary>
    public IReadOnlyList<NixName> Names { get; init; } = [];

    /// <summary>The arguments of a function that takes a set.</summary>
    public IReadOnlyList<NixFormal> Formals { get; init; } = [];

    /// <summary>This expression and all in it, in the order of the file.</summary>
    public IEnumerable<NixNode> All()
    {
        var left = new Stack<NixNode>([this]);
        while (left.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children().Reverse())
            {
                left.Push(child);
            }
        }
    }

    private IEnumerable<NixNode> Children() =>
    [
        .. Formals.Select(formal => formal.Default).OfType<NixNode>(),
        .. Bindings.SelectMany(binding => binding.Path.Select(name => name.Computed).OfType<NixNode>().Append(binding.Value)),
        .. Items,
        .. Names.Select(name => name.Computed).OfType<NixNode>(),
    ];
}
