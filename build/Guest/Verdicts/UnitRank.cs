namespace VmTest.Guest.Verdicts;

/// <summary>How much a line of a failed unit tells of why it failed; what is further down tells more.</summary>
internal enum UnitRank
{
    None,

    /// <summary>Words that call nothing an error.</summary>
    Word,

    /// <summary>A small tool's complaint, after which a script may have gone on.</summary>
    Tool,
    Error,
    Fatal,

    /// <summary>An error of the operating system.</summary>
    System,

    /// <summary>An exception that nothing caught.</summary>
    Exception,

    /// <summary>What systemd says of a step before the program.</summary>
    Manager,
}
