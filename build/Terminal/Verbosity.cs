namespace VmTest.Terminal;

/// <summary>How much is said; the names are Cake's.</summary>
public enum Verbosity
{
    Quiet,
    Minimal,
    Normal,
    Verbose,
    Diagnostic,
}
