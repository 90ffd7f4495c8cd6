namespace VmTest.Diagnosis.Source;

/// <summary>A place among the tokens of a file, and the ways on from it.</summary>
internal abstract class NixTokenCursor(IReadOnlyList<NixToken> tokens)
{
    private int at;

    protected NixToken Here => tokens[at];

    protected NixToken Ahead(int count) => tokens[Math.Min(at + count, tokens.Count - 1)];

    protected NixToken Next() => Here.Kind == NixTokenKind.End ? Here : tokens[at++];

    /// <summary>Goes past a symbol or a keyword, where it is here.</summary>
    protected bool Take(string word)
    {
        if (Here.IsSymbol(word) || Here.IsWord(word))
        {
            at++;
            return true;
        }

        return false;
    }

    /// <summary>Past the next semicolon of this set, or to its end.</summary>
    /// <param name="end">The word that ends the set; it is left.</param>
    protected void SkipToSemicolon(string end)
    {
        for (var open = 0; Here.Kind != NixTokenKind.End; Next())
        {
            if (open == 0 && (Here.IsSymbol(end) || Here.IsWord(end) || Here.Kind == NixTokenKind.InterpolationEnd || Take(";")))
            {
                return;
            }

            open += Opens(Here) ? 1 : Closes(Here) && open > 0 ? -1 : 0;
        }
    }

    /// <summary>Past the bracket that closes what is open here.</summary>
    protected void SkipTo(string bracket)
    {
        for (var open = 0; Here.Kind != NixTokenKind.End && !(open == 0 && Closes(Here)); Next())
        {
            open += Opens(Here) ? 1 : Closes(Here) ? -1 : 0;
        }

        Take(bracket);
    }

    protected void SkipToInterpolationEnd()
    {
        for (var open = 0; Here.Kind != NixTokenKind.End; Next())
        {
            if (Here.Kind == NixTokenKind.InterpolationEnd && open-- == 0)
            {
                Next();
                return;
            }

            open += Here.Kind == NixTokenKind.InterpolationStart ? 1 : 0;
        }
    }

    private static bool Opens(NixToken token) =>
        token.Kind is NixTokenKind.InterpolationStart || (token.Kind == NixTokenKind.Symbol && token.Text is "(" or "[" or "{");

    private static bool Closes(NixToken token) =>
        token.Kind is NixTokenKind.InterpolationEnd || (token.Kind == NixTokenKind.Symbol && token.Text is ")" or "]" or "}");
}
