using VmTest.Model;

namespace VmTest.Diagnosis.Source;

/// <summary>One file of Nix source, or one that it reads: places in it are found alike.</summary>
internal sealed class NixFile
{
    private readonly string text;
    private readonly Lazy<NixNode> root;
    private readonly Lazy<IReadOnlyList<NixToken>> tokens;
    private readonly Lazy<IReadOnlyList<int>> lines;

    /// <param name="name">Its path relative to the flake.</param>
    /// <param name="text">What stands in it.</param>
    public NixFile(string name, string text)
    {
        Name = name;
        this.text = text;
        root = new Lazy<NixNode>(() => NixParser.Read(text));
        tokens = new Lazy<IReadOnlyList<NixToken>>(() => NixTokenizer.Read(text));
        lines = new Lazy<IReadOnlyList<int>>(Lines);
    }

    /// <summary>Relative to the flake.</summary>
    public string Name { get; }

    public string Text => text;

    public NixNode Root => root.Value;

    public IReadOnlyList<NixToken> Tokens => tokens.Value;

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

    /// <summary>Characters from the beginning to a place with a line; a place beyond the end is at the end.</summary>
    public int Offset(SourceLocation place)
    {
        var line = Math.Clamp((place.Line ?? 1) - 1, 0, lines.Value.Count - 1);
        return Math.Min(lines.Value[line] + Math.Max((place.Column ?? 1) - 1, 0), text.Length);
    }

    /// <summary>The definition that begins at a character; null where none does.</summary>
    public NixBinding? Binding(int offset) =>
        Root.All().SelectMany(node => node.Bindings).FirstOrDefault(binding => binding.Start == offset);

    /// <summary>The rest of a line, from a character to its end.</summary>
    public string Line(int offset) => text.IndexOf('\n', offset) is var end and >= 0 ? text[offset..end] : text[offset..];

    /// <summary>How far the line of a character is indented, in characters.</summary>
    public int Indentation(int offset)
    {
        var start = LineStart(offset);
        return text.AsSpan(start, offset - start).IndexOfAnyExcept(' ', '\t') is var first and >= 0 ? first : offset - start;
    }

    /// <summary>Whether nothing but space stands before it in its line.</summary>
    public bool IsFirstOfLine(int offset) => text.AsSpan(LineStart(offset), offset - LineStart(offset)).IsWhiteSpace();

    /// <summary>The place of a text that stands in the file once; null for any other.</summary>
    public SourceLocation? Only(string words) =>
        text.IndexOf(words, StringComparison.Ordinal) is var first and >= 0 && text.LastIndexOf(words, StringComparison.Ordinal) == first
            ? At(first)
            : null;

    private int LineStart(int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;

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
