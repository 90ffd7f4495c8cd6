using VmTest.Preflight;
using VmTest.Running;

namespace VmTest.Nix;

/// <summary>The evaluate phase: which hosts there are, and what each evaluates to.</summary>
public sealed class FlakeCheck(RunSession session, TestRun run, FlakeEvaluator evaluator)
{
    /// <summary>Locks the flake and chooses its hosts.</summary>
    /// <exception cref="PhaseFailedException">There is nothing to go on with; the causes are on record.</exception>
    public async Task SelectHostsAsync()
    {
        IReadOnlyList<string> chosen = [];
        await run.SharedAsync(
            Phase.Evaluate,
            async cancellation =>
            {
                var bounded = RunLogs.Open(session, Path.Combine(session.Artifacts, RunPaths.NixLog));
                try
                {
                    await using var log = new StreamWriter(bounded);
                    chosen = await ChooseAsync(log, cancellation);
                }
                finally
                {
                    RunLogs.Close(session, null, Phase.Evaluate, RunPaths.NixLog, bounded);
                }
            },
            () => Named(chosen));
        run.Select(chosen);
    }

    public Task EvaluateHostsAsync() => run.ForEachHostAsync(
        Phase.Evaluate,
        MachineSlots.Count(session.Settings),
        host => run.LoggedPhaseAsync(Phase.Evaluate, host, RunPaths.NixLog, async (log, path, cancellation) =>
            host.Evaluation = await evaluator.EvaluateAsync(host, log, path, cancellation)));

    /// <summary>Only the names, for a matrix of jobs.</summary>
    /// <exception cref="PhaseFailedException">The flake does not evaluate; the causes are on record.</exception>
    public async Task<IReadOnlyList<string>> ListHostsAsync()
    {
        IReadOnlyList<string> chosen = [];
        await run.SharedAsync(Phase.Evaluate, async cancellation => chosen = await ChooseAsync(TextWriter.Null, cancellation), () => Named(chosen));
        return chosen;
    }

    private static string Named(IReadOnlyList<string> hosts) => $"{(hosts.Count == 1 ? "1 host" : $"{hosts.Count} hosts")}: {string.Join(", ", hosts)}";

    private async Task<IReadOnlyList<string>> ChooseAsync(TextWriter log, CancellationToken cancellation)
    {
        await evaluator.ResolveAsync(log, cancellation);
        return FlakeEvaluator.Choose(session.Settings.Hosts, await evaluator.ListHostsAsync(log, cancellation));
    }
}
