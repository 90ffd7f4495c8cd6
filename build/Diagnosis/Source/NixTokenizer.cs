using System.Text;

namespace VmTest.Diagnosis.Source;

/// <summary>
/// Cuts Nix source into tokens (src/libexpr/lexer.l). It never fails: what is no token becomes a symbol of one character, and
/// what is not closed ends with the file.
/// </summary>
internal sealed class NixTokenizer
{
    private const string Quote = "\"";
    private const string IndentedQuote = "''";
    private const string Interpolation = "${";

    // The longer ones first.
    private static readonly string[] Symbols =
        ["...", "++", "//", "==", "!=", "<=", ">=", "&&", "||", "->", "|>", "<|"];

    private readonly string text;
    private readonly List<NixToken> tokens = [];
    // What encloses the place: '{' a bracket, '$' an interpolation, '"' or '\'' a string.
    private readonly Stack<char> around = new();
    private int at;

    private NixTokenizer(string text) => this.text = text;

    public static IReadOnlyList<NixToken> Read(string text)
    {
        var tokenizer = new NixTokenizer(text);
        tokenizer.Read();
        return tokenizer.tokens;
    }

    private void Read()
    {
        while (at < text.Length)
        {
            if (around.TryPeek(out var inside) && inside is '"' or '\'')
            {
                ReadString(inside);
            }
            else
            {
                ReadToken();
            }
        }

        tokens.Add(new NixToken(NixTokenKind.End, string.Empty, at, at));
    }

    private void ReadToken()
    {
        if (SkipTrivia())
        {
            return;
        }

        var here = text[at];
        if (Starts(Quote))
        {
            Open('"', NixTokenKind.StringStart, Quote);
        }
        else if (Starts(IndentedQuote))
        {
            Open('\'', NixTokenKind.StringStart, IndentedQuote);
        }
        else if (Starts(Interpolation))
        {
            Open('$', NixTokenKind.InterpolationStart, Interpolation);
        }
        else if (PathEnd() is { } path)
        {
            Add(NixTokenKind.Path, path - at);
        }
        else if (UriEnd() is { } uri)
        {
            Add(NixTokenKind.Uri, uri - at);
        }
        else if (char.IsAsciiLetter(here) || here == '_')
        {
            Add(NixTokenKind.Word, Count(IsWordCharacter));
        }
        else if (char.IsAsciiDigit(here) || (here == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            Add(NixTokenKind.Number, Count(character => char.IsAsciiDigit(character) || character == '.'));
        }
        else
        {
            ReadSymbol(here);
        }
    }

    private void ReadSymbol(char here)
    {
        if (here == '{')
        {
            Open('{', NixTokenKind.Symbol, "{");
        }
        else if (here == '}' && around.TryPeek(out var inside))
        {
            around.Pop();
            Add(inside == '$' ? NixTokenKind.InterpolationEnd : NixTokenKind.Symbol, 1);
        }
        else
        {
            Add(NixTokenKind.Symbol, Symbols.FirstOrDefault(Starts)?.Length ?? 1);
        }
    }

    /// <summary>The text up to the next interpolation or the end of the string.</summary>
    private void ReadString(char quote)
    {
        var value = new StringBuilder();
        var start = at;
        while (at < text.Length)
        {
            if (quote == '"' ? Starts(Quote) : EndsIndented())
            {
                AddText();
                around.Pop();
                Add(NixTokenKind.StringEnd, quote == '"' ? 1 : 2);
                return;
            }

            if (Starts(Interpolation))
            {
                AddText();
                Open('$', NixTokenKind.InterpolationStart, Interpolation);
                return;
            }

            value.Append(quote == '"' ? Character() : IndentedCharacter());
        }

        AddText();

        void AddText()
        {
            if (at > start)
            {
                tokens.Add(new NixToken(NixTokenKind.StringText, value.ToString(), start, at));
            }
        }
    }

    /// <summary>One character of a "string"; a dollar sign before another one begins no interpolation.</summary>
    private string Character()
    {
        if (text[at] == '\\' && at + 1 < text.Length)
        {
            at += 2;
            return Escaped(text[at - 1]);
        }

        return Plain();
    }

    /// <summary>One character of an ''indented string''.</summary>
    private string IndentedCharacter()
    {
        if (!Starts(IndentedQuote))
        {
            return Plain();
        }

        if (Starts("'''"))
        {
            at += 3;
            return IndentedQuote;
        }

        if (Starts("''$"))
        {
            at += 3;
            return "$";
        }

        // ''\ and a character.
        at += Math.Min(4, text.Length - at);
        return Escaped(text[at - 1]);
    }

    private string Plain()
    {
        var length = Starts("$$") ? 2 : 1;
        at += length;
        return text.Substring(at - length, length);
    }

    private static string Escaped(char character) => character switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        _ => character.ToString(),
    };

    private bool EndsIndented() =>
        Starts(IndentedQuote) && (at + 2 >= text.Length || text[at + 2] is not ('$' or '\'' or '\\'));

    private bool SkipTrivia()
    {
        if (char.IsWhiteSpace(text[at]))
        {
            at++;
        }
        else if (text[at] == '#')
        {
            at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
        }
        else if (Starts("/*"))
        {
            at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : text.Length;
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Where a path that begins here ends; null where none does: a path has a slash with something behind it.</summary>
    private int? PathEnd()
    {
        var end = at;
        if (text[at] == '<')
        {
            end = at + 1;
            while (end < text.Length && (IsPathCharacter(text[end]) || text[end] == '/'))
            {
                end++;
            }

            return end > at + 1 && end < text.Length && text[end] == '>' ? end + 1 : null;
        }

        if (text[at] == '~')
        {
            end++;
        }

        while (end < text.Length && IsPathCharacter(text[end]))
        {
            end++;
        }

        if (!IsSegment(end))
        {
            return null;
        }

        while (end < text.Length)
        {
            if (IsPathCharacter(text[end]) || IsSegment(end))
            {
                end++;
            }
            else if (text.AsSpan(end).StartsWith(Interpolation))
            {
                end = InterpolationEnd(end);
            }
            else
            {
                break;
            }
        }

        return end;
    }

    /// <summary>Whether a slash with a name or an interpolation behind it is here.</summary>
    private bool IsSegment(int place) => place + 1 < text.Length && text[place] == '/'
        && (IsPathCharacter(text[place + 1]) || text.AsSpan(place + 1).StartsWith(Interpolation));

    private int InterpolationEnd(int place)
    {
        var depth = 0;
        for (var end = place; end < text.Length; end++)
        {
            depth += text[end] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 && text[end] == '}')
            {
                return end + 1;
            }
        }

        return text.Length;
    }

    private int? UriEnd()
    {
        const string others = "%/?:@&=+$,-_.!~*'";
        var end = at;
        if (!char.IsAsciiLetter(text[at]))
        {
            return null;
        }

        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '+' or '-' or '.'))
        {
            end++;
        }

        if (end >= text.Length || text[end] != ':')
        {
            return null;
        }

        var start = ++end;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || others.Contains(text[end], StringComparison.Ordinal)))
        {
            end++;
        }

        return end > start ? end : null;
    }

    private static bool IsWordCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '\'' or '-';

    private static bool IsPathCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '+';

    private bool Starts(string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    private int Count(Func<char, bool> belongs)
    {
        var end = at;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end - at;
    }

    private void Open(char inside, NixTokenKind kind, string word)
    {
        around.Push(inside);
        Add(kind, word.Length);
    }

    private void Add(NixTokenKind kind, int length)
    {
        tokens.Add(new NixToken(kind, text.Substring(at, length), at, at + length));
        at += length;
    }
}
