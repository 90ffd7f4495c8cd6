using VmTest.Text;

namespace VmTest.Nix;

/// <summary>
/// What is kept of one builder's output, however much there is: the last lines, and the first and the last of those that
/// tell of an error, with the lines around them.
/// </summary>
public sealed class BuilderLog
{
    /// <summary>Last lines of one builder kept in memory.</summary>
    private const int BuilderTailLines = 40;

    private readonly Tail<BuilderLine> tail = new(BuilderTailLines);
    private readonly TellingLines errors = new();
    private readonly TellingLines hints = new();
    private long count;
    private BuilderLine? newest;

    /// <summary>Whether it is known to have failed; what failed is kept longest.</summary>
    internal bool Failed { get; set; }

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Tail => [.. tail.Select(line => line.Text)];

    /// <summary>
    /// The lines that matter most, oldest first, at most <paramref name="maximum"/>; a line in brackets says how many were
    /// left out.
    /// </summary>
    public IReadOnlyList<string> Excerpt(int maximum) => BuilderExcerpt.Join(Choose(maximum));

    /// <summary>From the first to the last line of the excerpt, counted in the log file; null where the builder said nothing.</summary>
    public (long First, long Last)? LogLines(int maximum) =>
        Choose(maximum) is { Count: > 0 } lines ? (lines[0].LogLine, lines[^1].LogLine) : null;

    /// <summary>The line that says best why the builder failed; null where none tells of an error.</summary>
    public string? Reason => BuilderReason.Choose([.. Kept]);

    /// <summary>All lines that are kept, oldest first.</summary>
    public IEnumerable<string> Kept =>
        errors.Lines.Concat(hints.Lines).Concat(tail).OrderBy(line => line.Number)
            .DistinctBy(line => line.Number).Select(line => line.Text);

    internal void Add(string text, long logLine)
    {
        count++;
        if (newest is { } before && before.Text == text)
        {
            before.Repeat(count);
            return;
        }

        var line = newest = new BuilderLine(count, logLine, text);
        var kind = ErrorLines.Classify(text);
        errors.Add(line, kind == LineKind.Error, tail);
        hints.Add(line, kind == LineKind.Hint, tail);
        tail.Add(line);
    }

    private IReadOnlyList<BuilderLine> Choose(int maximum)
    {
        const int lastWords = 3;
        var telling = errors.Any ? errors : hints;
        if (!telling.Any)
        {
            return BuilderExcerpt.Last(tail.ToList(), maximum);
        }

        return BuilderExcerpt.Choose([.. telling.Lines], [.. tail.TakeLast(lastWords)], maximum);
    }
}
