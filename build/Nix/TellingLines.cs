namespace VmTest.Nix;

/// <summary>The first and the last lines of one kind in an endless output, each with the lines around it, in bounded memory.</summary>
internal sealed class TellingLines
{
    private readonly List<BuilderLine> first = [];
    private readonly Queue<BuilderLine> last = new();
    private long keptUpTo;
    private int following;

    public bool Any { get; private set; }

    /// <summary>Oldest first.</summary>
    public IEnumerable<BuilderLine> Lines => first.Concat(last);

    /// <param name="line">The next line of the output.</param>
    /// <param name="telling">Whether it is of this kind.</param>
    /// <param name="before">The lines before it, oldest first.</param>
    public void Add(BuilderLine line, bool telling, IReadOnlyCollection<BuilderLine> before)
    {
        if (telling)
        {
            Any = true;
            following = Limits.LinesAfterTelling;
            foreach (var earlier in before.Skip(Math.Max(0, before.Count - Limits.LinesBeforeTelling)))
            {
                Keep(earlier);
            }

            Keep(line);
        }
        else if (following > 0)
        {
            following--;
            Keep(line);
        }
    }

    private void Keep(BuilderLine line)
    {
        if (line.Number <= keptUpTo)
        {
            return;
        }

        keptUpTo = line.Number;
        if (first.Count < Limits.FirstTellingLines)
        {
            first.Add(line);
            return;
        }

        last.Enqueue(line);
        if (last.Count > Limits.LastTellingLines)
        {
            last.Dequeue();
        }
    }
}
