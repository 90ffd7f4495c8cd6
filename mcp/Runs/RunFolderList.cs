using VmTest.CommandLine;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Mcp.Runs;

/// <summary>Where runs are: those of this server, the newest first, then those in the folder that its settings name.</summary>
internal sealed class RunFolderList(ServerSettings settings)
{
    // A session makes hundreds of runs at most.
    private readonly Lock gate = new();
    private readonly List<(string Output, string Run)> own = [];

    public void Add(string output, string run)
    {
        lock (gate)
        {
            own.Insert(0, (output, run));
        }
    }

    /// <summary>A run's folder.</summary>
    /// <param name="run">The run's ID; null for the newest.</param>
    /// <exception cref="UsageException">There is no such run.</exception>
    public RunFiles Find(string? run)
    {
        var usual = settings.For(Targets.FlakeCheck, []).Output;
        if (run is not null && !RunNames.IsId(run))
        {
            throw new UsageException("'run' takes the ID of a run such as 20261123-074512-3f9a51c0; without it, the newest is meant.");
        }

        List<(string Output, string Run)> known;
        lock (gate)
        {
            known = [.. own];
        }

        if ((run ?? NameOf(LatestLink.Resolve(usual))) is { } wanted)
        {
            known.Add((usual, wanted));
        }

        var files = known.Where(each => run is null || each.Run == run).Select(each => RunFiles.TryOpen(each.Output, each.Run))
            .FirstOrDefault(found => found is not null);
        return files ?? throw new UsageException(run is null
            ? $"There is no run yet in '{usual}': call check or test first."
            : $"There is no run {run} in '{usual}'.");
    }

    private static string? NameOf(string? folder) => Path.GetFileName(folder) is { } name && RunNames.IsId(name) ? name : null;
}
