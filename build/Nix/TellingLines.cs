using VmTest.Text;

namespace VmTest.Nix;

/// <summary>The first and the last lines of one kind in an endless output, each with the lines around it, in bounded memory.</summary>
internal sealed class TellingLines
{
    /// <summary>Of the lines of a builder that matter, so many of the first and so many of the last are kept.</summary>
    private const int FirstTellingLines = 24;

    private const int LastTellingLines = 12;

    /// <summary>Lines around one that matters which are kept with it.</summary>
    private const int LinesBeforeTelling = 2;

    private const int LinesAfterTelling = 4;

    private readonly List<BuilderLine> first = [];
    private readonly Tail<BuilderLine> last = new(LastTellingLines);
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
            following = LinesAfterTelling;
            foreach (var earlier in before.Skip(Math.Max(0, before.Count - LinesBeforeTelling)))
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
        if (first.Count < FirstTellingLines)
        {
            first.Add(line);
            return;
        }

        last.Add(line);
    }
}
