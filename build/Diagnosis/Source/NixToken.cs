namespace VmTest.Diagnosis.Source;

/// <param name="Kind">What it is.</param>
/// <param name="Text">What stands in the file; of a part of a string, what it means.</param>
/// <param name="Start">Its first character, counted from 0.</param>
/// <param name="End">The character after it.</param>
internal readonly record struct NixToken(NixTokenKind Kind, string Text, int Start, int End)
{
    public bool IsSymbol(string text) => Kind == NixTokenKind.Symbol && Text == text;

    public bool IsWord(string text) => Kind == NixTokenKind.Word && Text == text;
}
