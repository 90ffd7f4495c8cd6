namespace VmTest.Nix;

/// <summary>What a line of a builder's output is worth to somebody who looks for its failure.</summary>
internal enum LineKind
{
    Noise,

    /// <summary>It may have to do with a failure.</summary>
    Hint,

    /// <summary>It tells of an error.</summary>
    Error,
}
