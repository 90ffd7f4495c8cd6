namespace VmTest.Diagnosis.Source;

/// <summary>What values are as far as it can be known without evaluating them.</summary>
internal static class NixValues
{
    // Functions that make a list of their last argument.
    private static readonly string[] OfOne = ["optional", "singleton", "toList"];

    /// <summary>The elements of a list, through <c>++</c>, variables and what stands around it.</summary>
    public static IEnumerable<(NixNode Node, NixScope Scope)> Elements(NixNode node, NixScope scope, int depth)
    {
        if (depth > DefinitionReader.MaximumDepth)
        {
            return [];
        }

        return node.Kind switch
        {
            NixNodeKind.List => node.Items.Select(item => (item, scope)),
            NixNodeKind.With or NixNodeKind.Assert => Elements(node.Items[1], scope, depth + 1),
            NixNodeKind.Let => Elements(node.Items[0], scope.With(node.Bindings), depth + 1),
            NixNodeKind.Operator when node.Text == "++" => node.Items.SelectMany(item => Elements(item, scope, depth + 1)),
            NixNodeKind.Apply when OfOne.Contains(NixApplication.Of(node).Name) => [(node.Items[1], scope)],
            NixNodeKind.Apply => Elements(node.Items[1], scope, depth + 1),
            NixNodeKind.Variable when scope.Find(node.Text) is ({ } value, { } inner) => Elements(value, inner, depth + 1),
            NixNodeKind.Select when Selected(scope, node, depth) is ({ } value, { } inner) => Elements(value, inner, depth + 1),
            _ => [],
        };
    }

    /// <summary>What is selected from a set that a variable of the file holds.</summary>
    public static (NixNode Node, NixScope Scope)? Selected(NixScope scope, NixNode select, int depth)
    {
        if (depth > DefinitionReader.MaximumDepth || select.Items[0].Kind != NixNodeKind.Variable
            || scope.Find(select.Items[0].Text) is not ({ Kind: NixNodeKind.Set } set, { } inner))
        {
            return null;
        }

        var value = set.Bindings.FirstOrDefault(
            binding => binding.Path.Select(name => name.Text).SequenceEqual(select.Names.Select(name => name.Text)));
        return value is null ? null : (value.Value, inner);
    }

    /// <summary>The name that an expression makes; null where it has to be evaluated.</summary>
    public static string? Name(NixNode node, NixScope scope) =>
        node is { Kind: NixNodeKind.String, Items: [var only], Text: "${}" } ? Text(only, scope) : Text(node, scope);

    /// <summary>A plain text; null for any other value.</summary>
    public static string? Text(NixNode node, NixScope scope, int depth = 0) => node switch
    {
        { Kind: NixNodeKind.String, Items.Count: 0 } => node.Text,
        { Kind: NixNodeKind.Variable } when depth < DefinitionReader.MaximumDepth && scope.Find(node.Text) is ({ } value, { } inner) =>
            Text(value, inner, depth + 1),
        _ => null,
    };
}
