namespace VmTest.Guest.Verdicts;

/// <summary>How bad a program itself calls a line of its log.</summary>
internal enum LogLevel
{
    Unknown,

    /// <summary>A warning or less.</summary>
    Quiet,
    Error,
    Fatal,
}
