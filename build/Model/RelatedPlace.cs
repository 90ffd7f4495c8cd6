namespace VmTest.Model;

/// <summary>A further place that a failure is about, such as the other definition of a conflict.</summary>
/// <param name="File">Relative to the flake; <c>INPUT: PATH</c> for a file of an input.</param>
/// <param name="Line">Counted from 1; null where it is not known.</param>
/// <param name="Column">Counted from 1; null where it is not known.</param>
/// <param name="What">What is at this place.</param>
public sealed record RelatedPlace(string File, int? Line, int? Column, string What)
{
    /// <param name="place">In the flake.</param>
    /// <param name="what">What is there.</param>
    public static RelatedPlace At(SourceLocation place, string what) => new(place.File, place.Line, place.Column, what);

    /// <summary><c>file:line:column</c>, as editors take it.</summary>
    public override string ToString() => new SourceLocation(File, Line, Column).ToString();
}
