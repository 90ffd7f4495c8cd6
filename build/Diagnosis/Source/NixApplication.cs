namespace VmTest.Diagnosis.Source;

/// <summary>A function with all the arguments that it is applied to.</summary>
internal sealed record NixApplication(NixNode Function, IReadOnlyList<NixNode> Arguments)
{
    /// <summary>The function's name, without the set that it is selected from; empty where it has none.</summary>
    public string Name => Function.Kind switch
    {
        NixNodeKind.Variable => Function.Text,
        NixNodeKind.Select => Function.Names[^1].Text ?? string.Empty,
        _ => string.Empty,
    };

    /// <param name="node">Of the kind <see cref="NixNodeKind.Apply"/>; any other is a function without arguments.</param>
    public static NixApplication Of(NixNode node)
    {
        List<NixNode> arguments = [];
        var function = node;
        for (; function.Kind == NixNodeKind.Apply; function = function.Items[0])
        {
            arguments.Insert(0, function.Items[1]);
        }

        return new NixApplication(function, arguments);
    }
}
