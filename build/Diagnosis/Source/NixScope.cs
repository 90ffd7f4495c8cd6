namespace VmTest.Diagnosis.Source;

/// <summary>The variables that are known at a place.</summary>
internal sealed class NixScope
{
    public static readonly NixScope None = new();

    private readonly NixScope? outer;
    private readonly Dictionary<string, NixNode> values = new(StringComparer.Ordinal);

    private NixScope(NixScope? outer = null) => this.outer = outer;

    public NixScope With(IReadOnlyList<NixBinding> bindings)
    {
        var inner = new NixScope(this);
        foreach (var binding in bindings.Where(binding => binding.Path is [{ Text: not null }]))
        {
            inner.values[binding.Path[0].Text!] = binding.Value;
        }

        return inner;
    }

    public (NixNode Node, NixScope Scope)? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.outer)
        {
            // inherit x; in a let names itself.
            if (scope.values.TryGetValue(name, out var value) && !(value.Kind == NixNodeKind.Variable && value.Text == name))
            {
                return (value, scope);
            }
        }

        return null;
    }
}
