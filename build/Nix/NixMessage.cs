namespace VmTest.Nix;

/// <summary>One message of Nix.</summary>
/// <param name="Level">0 error, 1 warning, 2 notice, 3 information (Nix's verbosity levels).</param>
/// <param name="Text">As Nix shows it, control sequences removed; several lines with the position and the trace.</param>
/// <param name="Raw">The core of an error, without position and trace, where Nix tells it.</param>
/// <param name="File">Null without a position.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record NixMessage(int Level, string Text, string? Raw = null, string? File = null, int? Line = null, int? Column = null)
{
    /// <summary>Whether it was no entry of the JSON log, but a line of Nix or of a program that it calls, such as git.</summary>
    public bool Plain { get; init; }
}
