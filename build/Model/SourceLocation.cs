namespace VmTest.Model;

/// <summary>A place in the source. <paramref name="File"/> is relative to the flake where it lies inside it.</summary>
public sealed record SourceLocation(string File, int? Line = null, int? Column = null);
