using VmTest.Model;

namespace VmTest.Diagnosis.Source;

/// <summary>One file of Nix source.</summary>
internal sealed class NixFile
{
    private readonly string text;
    private readonly Lazy<NixNode> root;
    private readonly Lazy<IReadOnlyList<int>> lines;

    /// <param name="name">Its path relative to the flake.</param>
    /// <param name="text">What stands in it.</param>
    public NixFile(string name, string text)
    {
        Name = name;
        this.text = text;
        root = new Lazy<NixNode>(() => NixParser.Read(text));
        lines = new Lazy<IReadOnlyList<int>>(Lines);
    }

    /// <summary>Relative to the flake.</summary>
    public string Name { get; }

    public NixNode Root => root.Value;

    /// <param name="offset">Characters from the beginning.</param>
    public SourceLocation At(int offset)
    {
        var line = lines.Value.Count - 1;
        while (lines.Value[line] > offset)
        {
            line--;
        }

        return new SourceLocation(Name, line + 1, offset - lines.Value[line] + 1);
    }

    /// <summary>The place of a text that stands in the file once; null for any other.</summary>
    public SourceLocation? Only(string words) =>
        text.IndexOf(words, StringComparison.Ordinal) is var first and >= 0 && text.LastIndexOf(words, StringComparison.Ordinal) == first
            ? At(first)
            : null;

    private List<int> Lines()
    {
        List<int> starts = [0];
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return starts;
    }
}
