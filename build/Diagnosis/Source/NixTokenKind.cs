namespace VmTest.Diagnosis.Source;

/// <summary>What a token of the Nix language is.</summary>
internal enum NixTokenKind
{
    /// <summary>A name or a keyword.</summary>
    Word,

    Number,

    /// <summary>A path or <c>&lt;name&gt;</c>; what is interpolated in it stands in it as it is.</summary>
    Path,

    Uri,

    /// <summary><c>"</c> or <c>''</c> that opens a string.</summary>
    StringStart,

    /// <summary>A part of a string, with its escapes resolved.</summary>
    StringText,

    StringEnd,

    /// <summary><c>${</c>, in a string or as a dynamic attribute.</summary>
    InterpolationStart,

    InterpolationEnd,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    End,
}
