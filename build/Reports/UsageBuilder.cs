using VmTest.Model;
using VmTest.Model.Events;

namespace VmTest.Reports;

/// <summary>Adds up where the time and bytes of a run went, from its events.</summary>
internal sealed class UsageBuilder
{
    private const string Shared = "";

    private readonly IReadOnlyList<RunEvent> events;
    private readonly Dictionary<string, Usage> usages = new(StringComparer.Ordinal);

    public UsageBuilder(IReadOnlyList<RunEvent> events)
    {
        this.events = events;
        var open = new Dictionary<(Phase Phase, string? Host), OpenPhase>();
        foreach (var entry in events)
        {
            switch (entry)
            {
                case PhaseStarted started:
                    open[(started.Phase, started.Host)] = new OpenPhase(started.At);
                    break;
                case PhaseFinished finished when open.Remove((finished.Phase, finished.Host), out var phase):
                    Add(finished.Host, Times(finished.Phase, finished.At - phase.Since, phase));
                    break;
                case NixFinished nix:
                    foreach (var phase in open.Where(each => each.Key.Host == nix.Host).Select(each => each.Value))
                    {
                        phase.Add(nix.Usage);
                    }

                    Add(nix.Host, Bytes(nix.Usage));
                    break;
                default:
                    break;
            }
        }
    }

    /// <returns>Null where nothing was done for this host alone.</returns>
    public Usage? OfHost(string name) => usages.GetValueOrDefault(name);

    /// <summary>All hosts, what was done for all of them at once, and what the run as such took.</summary>
    /// <returns>Null where nothing was measured.</returns>
    public Usage? OfRun()
    {
        var cleanups = events.OfType<CleanupFinished>().ToList();
        var lastPhase = events.OfType<PhaseFinished>().LastOrDefault(phase => phase.Status != PhaseStatus.Skipped)?.At;
        var end = events.OfType<RunFinished>().LastOrDefault(finished => !finished.Killed)?.At;
        var sum = usages.Values.Aggregate(new Usage(), UsageSum.Add) with
        {
            FinishMs = lastPhase is null || end is null ? null : Milliseconds(end.Value - lastPhase.Value),
            GivenBackBytes = cleanups.Aggregate((long?)null, (bytes, cleanup) => UsageSum.Add(bytes, cleanup.Receipt.Bytes)),
            KeptBytes = cleanups.LastOrDefault(cleanup => cleanup.KeptBytes is not null)?.KeptBytes,
        };
        return sum == new Usage() ? null : sum;
    }

    private void Add(string? host, Usage more) =>
        usages[host ?? Shared] = UsageSum.Add(usages.GetValueOrDefault(host ?? Shared) ?? new Usage(), more);

    /// <summary>What a phase took, without what it let Nix do that counts by itself. An image builder is the installation.</summary>
    private static Usage Times(Phase phase, TimeSpan took, OpenPhase nix)
    {
        var own = Milliseconds(took) - nix.FetchMs - nix.CopyMs;
        var times = new Usage
        {
            FetchMs = nix.Any ? nix.FetchMs : null,
            CopyMs = nix.Any ? nix.CopyMs : null,
            BuildMs = phase == Phase.Evaluate && nix.BuildMs > 0 ? nix.BuildMs : null,
        };
        return phase switch
        {
            Phase.Preflight => times with { PreflightMs = Math.Max(0, own) },
            Phase.Evaluate => times with { EvaluateMs = Math.Max(0, own - nix.BuildMs) },
            Phase.Build => times with { BuildMs = Math.Max(0, own) },
            Phase.Install => times with { InstallMs = Math.Max(0, own) },
            Phase.Boot => times with { BootMs = Math.Max(0, own) },
            _ => times with { LookMs = Math.Max(0, own) },
        };
    }

    private static Usage Bytes(NixUsage nix) => new()
    {
        Builds = nix.Builds,
        Downloads = nix.Downloads,
        DownloadedBytes = nix.DownloadedBytes,
        Copies = nix.Copies,
        CopiedBytes = nix.CopiedBytes,
    };

    private static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);

    /// <summary>A phase that goes on, with what Nix did in it.</summary>
    private sealed class OpenPhase(DateTimeOffset since)
    {
        public DateTimeOffset Since { get; } = since;

        public bool Any { get; private set; }

        public long FetchMs { get; private set; }

        public long CopyMs { get; private set; }

        public long BuildMs { get; private set; }

        public void Add(NixUsage usage)
        {
            Any = true;
            FetchMs += usage.FetchMs;
            CopyMs += usage.CopyMs;
            BuildMs += usage.BuildMs;
        }
    }
}
