namespace VmTest.Nix;

/// <summary>How far one call of Nix is.</summary>
/// <param name="BuildsDone">Derivations built.</param>
/// <param name="BuildsExpected">Derivations to be built, as far as Nix knows.</param>
/// <param name="CopiesDone">Store paths copied from caches.</param>
/// <param name="CopiesExpected">Store paths to be copied.</param>
/// <param name="DownloadsDone">Files downloaded.</param>
/// <param name="Doing">What is going on, most telling first.</param>
public sealed record NixProgress(
    long BuildsDone, long BuildsExpected, long CopiesDone, long CopiesExpected, long DownloadsDone, IReadOnlyList<string> Doing)
{
    internal static NixProgress Sum(IEnumerable<NixTask> tasks, NixTotals totals)
    {
        const int shown = 4;
        var doing = tasks.Select(task => (Rank: Rank(task.Type), Words: Words(task)))
            .Where(each => each.Words is not null)
            .OrderBy(each => each.Rank)
            .Take(shown)
            .Select(each => each.Words!)
            .ToList();
        return new NixProgress(
            totals.BuildsDone, totals.BuildsExpected, totals.CopiesDone, totals.CopiesExpected, totals.DownloadsDone, doing);
    }

    /// <summary>
    /// One line for people: <c>2/5 built, 1/3 copied: building foo (buildPhase), downloading https://…</c>; empty where
    /// nothing was said.
    /// </summary>
    public string Text()
    {
        var counts = new List<string>();
        if (BuildsExpected > 0)
        {
            counts.Add($"{BuildsDone}/{BuildsExpected} built");
        }

        if (CopiesExpected > 0)
        {
            counts.Add($"{CopiesDone}/{CopiesExpected} copied");
        }

        if (DownloadsDone > 0)
        {
            counts.Add($"{DownloadsDone} downloaded");
        }

        return string.Join(": ", new[] { string.Join(", ", counts), string.Join(", ", Doing) }.Where(part => part.Length > 0));
    }

    private static int Rank(int type) => type switch
    {
        NixActivity.Build => 0,
        NixActivity.FileTransfer => 1,
        NixActivity.Substitute or NixActivity.CopyPath => 2,
        NixActivity.FetchTree => 3,
        _ => 4,
    };

    private static string? Words(NixTask task) => task.Type switch
    {
        NixActivity.Build => task.Phase is { } phase ? $"building {task.Name} ({phase})" : $"building {task.Name}",
        NixActivity.FileTransfer => $"downloading {task.Name}",
        NixActivity.Substitute or NixActivity.CopyPath => $"copying {task.Name}",
        NixActivity.FetchTree => task.Text.Length > 0 ? task.Text : null,
        _ => null,
    };
}
