using VmTest.Model;

namespace VmTest.Phases.Install;

/// <summary>
/// What the installations of one run need of each file system together: hosts are installed at the same time, and when one of
/// them begins, the others have not yet written what they are going to.
/// </summary>
/// <param name="mountOf">The file system that a folder is on.</param>
/// <param name="freeBytes">What is free there now.</param>
internal sealed class SpaceClaims(Func<string, string> mountOf, Func<string, long> freeBytes)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Free, long Bytes)> claimed = new(StringComparer.Ordinal);

    /// <summary>Adds one host's needs to those of the others where there is room for all; they are not added where there is none.</summary>
    /// <param name="closure">The size of its system.</param>
    /// <param name="needs">What it is going to write where.</param>
    /// <returns>The file system with the least left, and all that is needed there.</returns>
    public SpaceForecast Claim(long closure, IReadOnlyList<(string Folder, long Bytes)> needs)
    {
        lock (gate)
        {
            var groups = needs.GroupBy(need => mountOf(need.Folder), StringComparer.Ordinal)
                .Select(group => (Mount: group.Key, group.MaxBy(need => need.Bytes).Folder, Own: group.Sum(need => need.Bytes)))
                .Select(group => (group.Mount, group.Folder, group.Own, Known: Known(group.Mount, group.Folder))).ToList();
            var tightest = groups
                .Select(group => new SpaceForecast(closure, group.Folder, group.Own + group.Known.Bytes, group.Known.Free))
                .MinBy(forecast => forecast.FreeBytes - forecast.NeededBytes)!;
            if (tightest.Suffices)
            {
                foreach (var group in groups)
                {
                    claimed[group.Mount] = (group.Known.Free, group.Known.Bytes + group.Own);
                }
            }

            return tightest;
        }
    }

    /// <summary>A host needs a part of it no longer: what was scratch is free again.</summary>
    public void Release(string folder, long bytes)
    {
        lock (gate)
        {
            if (claimed.TryGetValue(mountOf(folder), out var known))
            {
                claimed[mountOf(folder)] = (known.Free, known.Bytes - bytes);
            }
        }
    }

    /// <summary>
    /// What was free when the first host began, and is claimed since. What is free now is less by as much of the claims as is
    /// written already; anybody else may have written, too.
    /// </summary>
    private (long Free, long Bytes) Known(string mount, string folder)
    {
        var free = freeBytes(folder);
        return claimed.TryGetValue(mount, out var known) ? (Math.Min(known.Free, free + known.Bytes), known.Bytes) : (free, 0);
    }
}
