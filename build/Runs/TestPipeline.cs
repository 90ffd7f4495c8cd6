using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>The whole run, for any front end: begin, the phases in their order, cleanup.</summary>
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
        run.Lifecycle.Begin();
        try
        {
            foreach (var phase in Order.Where(request.Phases.Contains))
            {
                await run.Test.RunAsync(phase);
            }
        }
        finally
        {
            run.Lifecycle.End(RunLifecycle.Grace);
        }

        return run.Record.Snapshot();
    }
}
