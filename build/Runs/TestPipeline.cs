using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>The whole run, for any front end: begin, the phases in their order, cleanup, the report.</summary>
/// <param name="open">Composes the services of one run; what it returns is disposed of at the end.</param>
public sealed class TestPipeline(Func<RunRequest, IRunLog, CancellationToken, OpenRun> open)
{
    /// <summary>The targets of the phases in their order; the boot phase includes the runtime phase.</summary>
    public static IReadOnlyList<Phase> Order { get; } = [Phase.Preflight, Phase.Evaluate, Phase.Build, Phase.Install, Phase.Boot];

    /// <summary>Runs the phases of the request.</summary>
    /// <returns>The evidence, from which a report is made. A failure of a host is in it and never thrown.</returns>
    public async Task<IReadOnlyList<RunEvent>> RunAsync(RunRequest request, IRunLog log, CancellationToken cancellation)
    {
        using var run = open(request, log, cancellation);
        await InAsync(run, async () =>
        {
            foreach (var phase in Order.Where(request.Phases.Contains))
            {
                await run.Test.RunAsync(phase);
            }
        });
        if (request.Reports)
        {
            run.Report();
            run.Lifecycle.Retire();
        }

        return run.Record.Snapshot();
    }

    /// <summary>The hosts that the request is about; nothing is tested, and no report made.</summary>
    /// <returns>The hosts, null where they are not known; and the failures that say why.</returns>
    public async Task<(IReadOnlyList<string>? Hosts, IReadOnlyList<Failure> Failures)> ListHostsAsync(
        RunRequest request, IRunLog log, CancellationToken cancellation)
    {
        using var run = open(request, log, cancellation);
        IReadOnlyList<string>? hosts = null;
        await InAsync(run, async () => hosts = await run.Test.ListHostsAsync());
        run.Lifecycle.Retire();
        return (hosts, run.Record.Failures);
    }

    private static async Task InAsync(OpenRun run, Func<Task> work)
    {
        try
        {
            run.Lifecycle.Begin();
            await work();
        }
        catch (PhaseFailedException refused) when (run.Record.HasBegun)
        {
            // There is no place for the run's files; a failure of a phase is on record already.
            run.Record.Fail(refused.Findings);
        }
        finally
        {
            run.Lifecycle.End(RunLifecycle.Grace);
        }
    }
}
