using VmTest.Text;

namespace VmTest.Nix;

/// <summary>A line that a builder wrote, once or several times in a row.</summary>
/// <param name="number">Counts the builder's lines from 1.</param>
/// <param name="logLine">Its line in the log file, from 1.</param>
/// <param name="text">Harmless and cut.</param>
internal sealed class BuilderLine(long number, long logLine, string text)
{
    /// <summary>Where it came first.</summary>
    public long Number { get; } = number;

    /// <summary>Where it came last.</summary>
    public long LastNumber { get; private set; } = number;

    public long LogLine { get; } = logLine;

    public string Text { get; } = text;

    /// <summary>The line, and how often it came.</summary>
    public string Shown => RepeatedLines.Text(Text, LastNumber - Number + 1);

    /// <summary>It came again, as this line of the output.</summary>
    public void Repeat(long again) => LastNumber = again;
}
