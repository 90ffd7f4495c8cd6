namespace VmTest.Diagnosis.Source;

/// <summary>Compares an expression with a value as the module system shows it.</summary>
internal static class ShownValue
{
    private static readonly string[] Constants = ["true", "false", "null"];

    /// <summary>Null where it cannot be known without evaluating it.</summary>
    public static bool? IsOf(NixNode node, string shown)
    {
        var value = Unwrapped(node);
        return value switch
        {
            { Kind: NixNodeKind.String, Items.Count: 0 } => shown == $"\"{Escape(value.Text)}\"",
            { Kind: NixNodeKind.String } => shown.StartsWith('"') ? null : false,
            { Kind: NixNodeKind.Literal } => shown == value.Text,
            { Kind: NixNodeKind.Variable } when Constants.Contains(value.Text) => shown == value.Text,
            { Kind: NixNodeKind.Set } => shown.StartsWith('{') ? null : false,
            { Kind: NixNodeKind.List } => shown.StartsWith('[') ? null : false,
            _ => null,
        };
    }

    /// <summary>The text of a plain value, to compare it with others; null for any other.</summary>
    public static string? Text(NixNode node) => Unwrapped(node) switch
    {
        { Kind: NixNodeKind.String, Items.Count: 0 } text => Escape(text.Text),
        { Kind: NixNodeKind.Literal } literal => literal.Text,
        { Kind: NixNodeKind.Variable } variable => variable.Text,
        _ => null,
    };

    /// <summary>mkForce, mkDefault and their like show the value inside.</summary>
    private static NixNode Unwrapped(NixNode node)
    {
        while (node.Kind == NixNodeKind.Apply && IsWrapper(node))
        {
            node = node.Items[1];
        }

        return node;
    }

    private static bool IsWrapper(NixNode call)
    {
        var function = call.Items[0];
        while (function.Kind == NixNodeKind.Apply)
        {
            function = function.Items[0];
        }

        var name = function.Kind == NixNodeKind.Select ? function.Names[^1].Text : function.Text;
        return name?.StartsWith("mk", StringComparison.Ordinal) == true;
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("${", "\\${", StringComparison.Ordinal);
}
