using VmTest.Guest.Probe;

namespace VmTest.Guest.Verdicts;

/// <summary>Finds what the jobs of a machine wait for.</summary>
internal static class JobQueue
{
    /// <summary>The running job that a waiting one waits for in the end; null where nothing tells.</summary>
    public static string? Blocker(string unit, IReadOnlyList<UnitJob> jobs, IReadOnlyDictionary<string, UnitState> units)
    {
        var open = jobs.ToDictionary(job => job.Unit, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { unit };
        var next = new Queue<string>([unit]);
        while (next.TryDequeue(out var current))
        {
            foreach (var other in WaitsFor(current, open, units).Where(seen.Add))
            {
                if (open[other].IsRunning)
                {
                    return other;
                }

                next.Enqueue(other);
            }
        }

        return null;
    }

    /// <summary>
    /// The running jobs, the one first for which most others wait: what holds up the whole boot.
    /// </summary>
    public static IReadOnlyList<(UnitJob Job, int Waiting)> Running(
        IReadOnlyList<UnitJob> jobs, IReadOnlyDictionary<string, UnitState> units)
    {
        var waiting = jobs.Where(job => !job.IsRunning).Select(job => Blocker(job.Unit, jobs, units)).ToList();
        return [.. jobs.Where(job => job.IsRunning)
            .Select(job => (job, waiting.Count(blocker => blocker == job.Unit)))
            .OrderByDescending(each => each.Item2)];
    }

    private static IEnumerable<string> WaitsFor(
        string unit, Dictionary<string, UnitJob> open, IReadOnlyDictionary<string, UnitState> units) =>
        units.TryGetValue(unit, out var state) ? state.After.Where(open.ContainsKey) : [];
}
