using System.Globalization;

namespace VmTest.Nix;

/// <summary>Chooses among a builder's kept lines and writes them down.</summary>
internal static class BuilderExcerpt
{
    /// <summary>The last lines.</summary>
    public static IReadOnlyList<BuilderLine> Last(IReadOnlyList<BuilderLine> lines, int maximum) => [.. lines.TakeLast(maximum)];

    /// <summary>The first telling lines, the last ones, and the builder's last words.</summary>
    public static IReadOnlyList<BuilderLine> Choose(IReadOnlyList<BuilderLine> telling, IReadOnlyList<BuilderLine> lastWords, int maximum)
    {
        // Lines that say how many were left out take room, too.
        const int gaps = 5;
        var room = Math.Max(1, maximum - lastWords.Count - gaps);
        var chosen = telling.Count <= room
            ? telling
            : [.. telling.Take(room * 2 / 3), .. telling.Skip(Math.Max(room * 2 / 3, telling.Count - (room / 3)))];
        return [.. chosen.Concat(lastWords).OrderBy(line => line.Number).DistinctBy(line => line.Number)];
    }

    /// <summary>The texts, with a line in brackets where some were left out between two of them.</summary>
    public static IReadOnlyList<string> Join(IReadOnlyList<BuilderLine> lines)
    {
        var texts = new List<string>();
        for (var index = 0; index < lines.Count; index++)
        {
            var left = index == 0 ? 0 : lines[index].Number - lines[index - 1].LastNumber - 1;
            if (left > 0)
            {
                texts.Add(string.Create(CultureInfo.InvariantCulture, $"[{left} {(left == 1 ? "line" : "lines")} left out]"));
            }

            texts.Add(lines[index].Shown);
        }

        return texts;
    }
}
