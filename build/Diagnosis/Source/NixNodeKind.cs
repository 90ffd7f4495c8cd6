namespace VmTest.Diagnosis.Source;

/// <summary>What an expression of the Nix language is.</summary>
internal enum NixNodeKind
{
    Set,
    List,

    /// <summary>One item: its body.</summary>
    Function,

    /// <summary>One item: its body.</summary>
    Let,

    /// <summary>Two items: the scope and the body.</summary>
    With,

    /// <summary>Two items: the condition and the body.</summary>
    Assert,

    /// <summary>Three items: the condition and both values.</summary>
    If,

    /// <summary>Two items: the function and its argument.</summary>
    Apply,

    /// <summary>The value, and the default where there is one.</summary>
    Select,

    Variable,

    /// <summary>Its items are what is interpolated.</summary>
    String,

    Path,

    /// <summary>A number or a URI.</summary>
    Literal,

    /// <summary>Its operands.</summary>
    Operator,

    /// <summary>Something that is no expression.</summary>
    Broken,
}
