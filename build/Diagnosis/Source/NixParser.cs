namespace VmTest.Diagnosis.Source;

/// <summary>
/// Reads the structure of Nix source (src/libexpr/parser.y) and goes on after every mistake: a file that Nix refuses has
/// a structure, too.
/// </summary>
internal sealed class NixParser : NixTokenCursor
{
    /// <summary>Deeper nesting is cut off: this is a reader of files that people write.</summary>
    private const int MaximumDepth = 256;

    /// <summary>Binary operators, the weakest first; equal ones from the left, unless they are in <see cref="FromTheRight"/>.</summary>
    private static readonly string[][] Levels =
        [["|>", "<|"], ["->"], ["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["//"], ["!"], ["+", "-"], ["*", "/"], ["++"], ["?"]];

    private static readonly string[] FromTheRight = ["->", "//", "++"];
    private static readonly string[] Keywords = ["if", "then", "else", "assert", "with", "let", "in", "rec", "inherit"];
    private int depth;

    private NixParser(IReadOnlyList<NixToken> tokens)
        : base(tokens)
    {
    }

    public static NixNode Read(string text) => new NixParser(NixTokenizer.Read(text)).Expression();

    private NixNode Expression()
    {
        if (++depth > MaximumDepth)
        {
            depth--;
            return Broken();
        }

        var start = Here.Start;
        var node = Here switch
        {
            { Kind: NixTokenKind.Word, Text: "let" } when !Ahead(1).IsSymbol("{") => Let(),
            { Kind: NixTokenKind.Word, Text: "with" } => Pair(NixNodeKind.With),
            { Kind: NixTokenKind.Word, Text: "assert" } => Pair(NixNodeKind.Assert),
            { Kind: NixTokenKind.Word, Text: "if" } => If(),
            { Kind: NixTokenKind.Word } when Ahead(1).IsSymbol(":") || Ahead(1).IsSymbol("@") => Function(start),
            { Kind: NixTokenKind.Symbol, Text: "{" } when BeginsFunction() => Function(start),
            _ => Operators(0),
        };
        depth--;
        return node;
    }

    /// <summary>The place among <see cref="Levels"/>; -1 for what is no binary operator.</summary>
    private static int Strength(string sign) => sign == "!" ? -1 : Array.FindIndex(Levels, level => level.Contains(sign));

    private bool BeginsFunction() => (Ahead(1), Ahead(2)) switch
    {
        ({ Kind: NixTokenKind.Symbol, Text: "..." }, _) => true,
        ({ Kind: NixTokenKind.Symbol, Text: "}" }, { Kind: NixTokenKind.Symbol, Text: ":" or "@" }) => true,
        ({ Kind: NixTokenKind.Word }, { Kind: NixTokenKind.Symbol, Text: "," or "?" or "}" }) => true,
        _ => false,
    };

    private NixNode Function(int start)
    {
        List<NixFormal> formals = [];
        if (Here.Kind == NixTokenKind.Word)
        {
            Next();
            Take("@");
        }

        if (Take("{"))
        {
            while (!Here.IsSymbol("}") && Here.Kind != NixTokenKind.End)
            {
                var name = Next();
                if (name.Kind == NixTokenKind.Word)
                {
                    formals.Add(new NixFormal(name.Text, name.Start, Take("?") ? Expression() : null));
                }

                Take(",");
            }

            Take("}");
            if (Take("@"))
            {
                Next();
            }
        }

        Take(":");
        return new NixNode(NixNodeKind.Function, start) { Formals = formals, Items = [Expression()] };
    }

    private NixNode Let()
    {
        var start = Next().Start;
        var bindings = Bindings("in");
        Take("in");
        return new NixNode(NixNodeKind.Let, start) { Bindings = bindings, Items = [Expression()] };
    }

    private NixNode Pair(NixNodeKind kind)
    {
        var start = Next().Start;
        var first = Expression();
        Take(";");
        return new NixNode(kind, start) { Items = [first, Expression()] };
    }

    private NixNode If()
    {
        var start = Next().Start;
        var condition = Expression();
        Take("then");
        var value = Expression();
        Take("else");
        return new NixNode(NixNodeKind.If, start) { Items = [condition, value, Expression()] };
    }

    private NixNode Operators(int weakest)
    {
        const int negation = 7;
        var start = Here.Start;
        NixNode left;
        if (Here.IsSymbol("!") || Here.IsSymbol("-"))
        {
            var sign = Next();
            var operand = Operators(sign.Text == "!" ? negation : Levels.Length);
            left = new NixNode(NixNodeKind.Operator, start) { Text = sign.Text, Items = [operand] };
        }
        else
        {
            left = Application();
        }

        while (Here.Kind == NixTokenKind.Symbol && Strength(Here.Text) is var strength && strength >= weakest)
        {
            var sign = Next().Text;
            var right = sign == "?"
                ? new NixNode(NixNodeKind.Literal, Here.Start) { Names = AttributePath() }
                : Deeper(() => BeginsOpenEnded() ? Expression() : Operators(FromTheRight.Contains(sign) ? strength : strength + 1));
            left = new NixNode(NixNodeKind.Operator, start) { Text = sign, Items = [left, right] };
        }

        return left;
    }

    /// <summary>What has no closing bracket: Nix wants brackets around it here, but people forget them.</summary>
    private bool BeginsOpenEnded() => Here.Kind == NixTokenKind.Word && Here.Text is "let" or "with" or "assert" or "if";

    private NixNode Application()
    {
        var function = Selection();
        while (BeginsSimple())
        {
            var argument = Selection();
            function = new NixNode(NixNodeKind.Apply, function.Start) { Items = [function, argument] };
        }

        return function;
    }

    private bool BeginsSimple() => Here switch
    {
        { Kind: NixTokenKind.Word } word => word.Text == "rec" || (word.Text == "let" && Ahead(1).IsSymbol("{"))
            || !Keywords.Contains(word.Text),
        { Kind: NixTokenKind.Symbol } symbol => symbol.Text is "(" or "[" or "{",
        { Kind: NixTokenKind.Number or NixTokenKind.Path or NixTokenKind.Uri or NixTokenKind.StringStart } => true,
        _ => false,
    };

    private NixNode Selection()
    {
        var value = Simple();
        if (!Here.IsSymbol("."))
        {
            // "or" behind a value that selects nothing is an argument of that name.
            return value;
        }

        Next();
        var names = AttributePath();
        if (names.Count == 0)
        {
            return value;
        }

        List<NixNode> items = [value];
        if (Take("or"))
        {
            items.Add(Deeper(Selection));
        }

        return new NixNode(NixNodeKind.Select, value.Start) { Names = names, Items = items };
    }

    private NixNode Simple()
    {
        var token = Here;
        switch (token.Kind)
        {
            case NixTokenKind.Word when token.Text is "rec" or "let" && Ahead(1).IsSymbol("{"):
                Next();
                return Simple();
            case NixTokenKind.Word when !Keywords.Contains(token.Text):
                return new NixNode(NixNodeKind.Variable, Next().Start) { Text = token.Text };
            case NixTokenKind.Number or NixTokenKind.Uri:
                return new NixNode(NixNodeKind.Literal, Next().Start) { Text = token.Text };
            case NixTokenKind.Path:
                return new NixNode(NixNodeKind.Path, Next().Start) { Text = token.Text };
            case NixTokenKind.StringStart:
                return String();
            case NixTokenKind.Symbol when token.Text == "(":
                Next();
                var inner = Expression();
                SkipTo(")");
                return inner;
            case NixTokenKind.Symbol when token.Text == "[":
                return List();
            case NixTokenKind.Symbol when token.Text == "{":
                Next();
                var bindings = Bindings("}");
                Take("}");
                return new NixNode(NixNodeKind.Set, token.Start) { Bindings = bindings };
            default:
                return Broken();
        }
    }

    private NixNode String()
    {
        var start = Next().Start;
        var text = string.Empty;
        List<NixNode> items = [];
        while (Here.Kind is NixTokenKind.StringText or NixTokenKind.InterpolationStart)
        {
            var part = Next();
            if (part.Kind == NixTokenKind.StringText)
            {
                text += part.Text;
                continue;
            }

            text += "${}";
            items.Add(Expression());
            SkipToInterpolationEnd();
        }

        if (Here.Kind == NixTokenKind.StringEnd)
        {
            Next();
        }

        return new NixNode(NixNodeKind.String, start) { Text = text, Items = items };
    }

    private NixNode List()
    {
        var start = Next().Start;
        List<NixNode> items = [];
        while (!Here.IsSymbol("]") && Here.Kind != NixTokenKind.End)
        {
            // A semicolon or a brace here: the list was never closed.
            if (Here.IsSymbol(";") || Here.IsSymbol("}") || Here.Kind is NixTokenKind.InterpolationEnd)
            {
                return Made();
            }

            var item = Deeper(Selection);
            if (item.Kind != NixNodeKind.Broken)
            {
                items.Add(item);
            }
            else
            {
                Next();
            }
        }

        Take("]");
        return Made();

        NixNode Made() => new(NixNodeKind.List, start) { Items = items };
    }

    /// <summary>Bindings up to a closing word, which is left.</summary>
    private List<NixBinding> Bindings(string end)
    {
        List<NixBinding> bindings = [];
        while (!Here.IsSymbol(end) && !Here.IsWord(end) && Here.Kind != NixTokenKind.End)
        {
            if (Take("inherit"))
            {
                Inherit(bindings);
            }
            else if (AttributePath() is { Count: > 0 } path)
            {
                var value = Take("=") ? Expression() : Broken();
                bindings.Add(new NixBinding(path, value, path[0].Start));
            }
            else
            {
                Next();
                continue;
            }

            SkipToSemicolon(end);
        }

        return bindings;
    }

    private void Inherit(List<NixBinding> bindings)
    {
        NixNode? from = null;
        if (Take("("))
        {
            from = Expression();
            SkipTo(")");
        }

        while (Here.Kind is NixTokenKind.Word or NixTokenKind.StringStart or NixTokenKind.InterpolationStart && Name() is { } name)
        {
            var value = from is not null
                ? new NixNode(NixNodeKind.Select, name.Start) { Names = [name], Items = [from] }
                : new NixNode(NixNodeKind.Variable, name.Start) { Text = name.Text ?? string.Empty };
            bindings.Add(new NixBinding([name], value, name.Start));
        }
    }

    private List<NixName> AttributePath()
    {
        List<NixName> names = [];
        do
        {
            if (Name() is not { } name)
            {
                break;
            }

            names.Add(name);
        }
        while (Take("."));
        return names;
    }

    private NixName? Name()
    {
        var token = Here;
        switch (token.Kind)
        {
            case NixTokenKind.Word:
                Next();
                return new NixName(token.Text, null, token.Start);
            case NixTokenKind.StringStart:
                var text = String();
                return new NixName(text.Items.Count == 0 ? text.Text : null, text.Items.Count == 0 ? null : text, token.Start);
            case NixTokenKind.InterpolationStart:
                Next();
                var computed = Expression();
                SkipToInterpolationEnd();
                return computed is { Kind: NixNodeKind.String, Items.Count: 0 }
                    ? new NixName(computed.Text, null, token.Start)
                    : new NixName(null, computed, token.Start);
            default:
                return null;
        }
    }

    private NixNode Deeper(Func<NixNode> read)
    {
        if (++depth > MaximumDepth)
        {
            depth--;
            return Broken();
        }

        var node = read();
        depth--;
        return node;
    }

    private NixNode Broken() => new(NixNodeKind.Broken, Here.Start);
}
