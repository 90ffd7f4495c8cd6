namespace VmTest.Nix;

/// <summary>How much a line of a builder says about why it failed; the greatest wins.</summary>
internal enum ReasonRank
{
    None,

    /// <summary>A driver's word on the program below it: make, ninja, cargo's closing line.</summary>
    Driver,

    /// <summary>A complaint of a shell or a tool, after which a build may go on.</summary>
    Word,

    /// <summary>It names what is wrong: a compiler's error, a missing package, a program that was killed.</summary>
    Named,

    /// <summary>What ended an interpreted program, after its traceback.</summary>
    Exception,
}
