namespace VmTest.Model;

/// <summary>A place in the source. <paramref name="File"/> is relative to the flake where it lies inside it.</summary>
public sealed record SourceLocation(string File, int? Line = null, int? Column = null)
{
    /// <summary><c>file:line:column</c>, as editors take it.</summary>
    public override string ToString() =>
        string.Join(':', new[] { File, Line?.ToString(), Column?.ToString() }.Where(part => part is not null));
}
