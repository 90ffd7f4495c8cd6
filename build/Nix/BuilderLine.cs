namespace VmTest.Nix;

/// <summary>A line that a builder wrote.</summary>
/// <param name="Number">Counts the builder's lines from 1.</param>
/// <param name="LogLine">Its line in the log file, from 1.</param>
/// <param name="Text">Harmless and cut.</param>
public readonly record struct BuilderLine(long Number, long LogLine, string Text);
