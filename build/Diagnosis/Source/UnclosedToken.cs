namespace VmTest.Diagnosis.Source;

/// <summary>
/// Finds what a file opens and does not close. Nix only notices where the file ends, or where a string goes on that was meant to
/// be over.
/// </summary>
internal static class UnclosedToken
{
    /// <summary>
    /// The string or bracket that is open at the end. Of strings it is the first that goes on beyond its line although a binding ends
    /// there; of brackets the one whose line is indented deeper than the line of what closes it, or else the innermost.
    /// </summary>
    /// <returns>Its token; null where everything is closed.</returns>
    public static NixToken? AtEnd(NixFile file)
    {
        var open = new Stack<NixToken>();
        NixToken? suspect = null;
        foreach (var token in file.Tokens)
        {
            if (Opens(token))
            {
                open.Push(token);
            }
            else if (Closes(token) && open.TryPop(out var opener))
            {
                var isOfAnother = file.IsFirstOfLine(token.Start) && file.Indentation(token.Start) < file.Indentation(opener.Start);
                suspect ??= isOfAnother ? opener : null;
            }
        }

        return !open.TryPeek(out var innermost) ? null
            : IsPlainString(innermost) ? GoesOn(file, innermost.Start) ?? innermost
            : innermost.Kind == NixTokenKind.StringStart ? innermost
            : suspect ?? innermost;
    }

    /// <summary>
    /// The with or assert that no semicolon ends: what it opens is read as an argument of its expression, up to the file's end.
    /// </summary>
    /// <returns>Its token; null where each has its semicolon.</returns>
    public static NixToken? Unended(NixFile file)
    {
        var depth = 0;
        var pending = new Stack<(NixToken Token, int Depth)>();
        for (var index = 0; index < file.Tokens.Count; index++)
        {
            var token = file.Tokens[index];
            depth += Opens(token) ? 1 : Closes(token) ? -1 : 0;
            if (token is { Kind: NixTokenKind.Word, Text: "with" or "assert" } && !IsName(file.Tokens, index))
            {
                pending.Push((token, depth));
            }
            else if (token.IsSymbol(";") && pending.TryPeek(out var last) && last.Depth == depth)
            {
                pending.Pop();
            }
        }

        return pending.TryPeek(out var open) ? open.Token : null;
    }

    private static bool IsName(IReadOnlyList<NixToken> tokens, int index) =>
        (index > 0 && tokens[index - 1].IsSymbol("."))
        || (index + 1 < tokens.Count && (tokens[index + 1].IsSymbol("=") || tokens[index + 1].IsSymbol(".")));

    /// <summary>
    /// The string that goes on beyond its line before a place although a binding ends there: with a quote missing, what was meant
    /// to open the next string closes this one, and a word follows. Strings in two single quotes are meant to have several lines.
    /// </summary>
    /// <returns>Its first token; null where there is no such string.</returns>
    public static NixToken? GoesOn(NixFile file, int before)
    {
        for (var index = 0; index + 3 < file.Tokens.Count && file.Tokens[index].Start < before; index++)
        {
            if (IsPlainString(file.Tokens[index])
                && file.Tokens[index + 1] is { Kind: NixTokenKind.StringText } text
                && file.Tokens[index + 2].Kind == NixTokenKind.StringEnd && file.Tokens[index + 3].Kind != NixTokenKind.Symbol
                && EndsBinding(file.Line(text.Start)) && text.End > text.Start + file.Line(text.Start).Length)
            {
                return file.Tokens[index];
            }
        }

        return null;
    }

    private static bool EndsBinding(string rest) => rest.TrimEnd().EndsWith(';');

    private static bool IsPlainString(NixToken token) => token is { Kind: NixTokenKind.StringStart, Text: "\"" };

    private static bool Opens(NixToken token) => token.Kind is NixTokenKind.StringStart or NixTokenKind.InterpolationStart
        || token.IsSymbol("{") || token.IsSymbol("[") || token.IsSymbol("(");

    private static bool Closes(NixToken token) => token.Kind is NixTokenKind.StringEnd or NixTokenKind.InterpolationEnd
        || token.IsSymbol("}") || token.IsSymbol("]") || token.IsSymbol(")");
}
