using VmTest.Model;

namespace VmTest.Diagnosis.Source;

/// <summary>A place in the source that defines an option, a part of it, or the set that it is in.</summary>
/// <param name="Place">Where its attribute path, or the element of a list, begins.</param>
/// <param name="Names">The names of the path that lead to it.</param>
/// <param name="Wanted">The names that were looked for.</param>
/// <param name="Computed">How many of them are computed in the source and may be others.</param>
/// <param name="Value">What is defined.</param>
internal sealed record Definition(SourceLocation Place, int Names, int Wanted, int Computed, NixNode Value)
{
    /// <summary>Whether it defines the option itself or a part of it, and not only a set above it.</summary>
    public bool IsWhole => Names >= Wanted;
}
