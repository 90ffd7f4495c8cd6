using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Runs;

/// <summary>
/// One run below every front end: takes hosts through the phases, in order. A host moves from type to type; one that fails
/// a phase leaves, and the others go on.
/// </summary>
public sealed class TestRun(RunRequest request, RunFolder folder, RunRecord record, PhaseRunner runner, RunLogs logs,
    Lazy<PhaseSet> phases, Lazy<GuestPlaces> places, IRunMemory memory, IRunLog log, RunStop stop)
{
    private readonly Dictionary<Phase, string> skipped = [];
    private FlakeUnderTest? flake = request.Flake is { } given ? new FlakeUnderTest(given) : null;
    private AcceleratorChoice? accelerator;
    private bool sharedPhaseFailed;
    private bool someAreProved;
    private IReadOnlyList<SelectedHost> selected = [];
    private IReadOnlyList<EvaluatedHost> evaluated = [];
    private IReadOnlyList<BuiltHost> built = [];
    private IReadOnlyList<InstalledHost> installed = [];

    /// <summary>The hosts that are built and did not fail.</summary>
    public IReadOnlyList<BuiltHost> Built => built;

    /// <summary>Why phases were skipped: the sentence that console, Cake's table and report show.</summary>
    public IReadOnlyDictionary<Phase, string> Skipped => skipped;

    /// <summary>The criterion of a phase: why it does not run; null where it does. Puts the reason on record.</summary>
    public string? WhySkipped(Phase phase)
    {
        if (skipped.TryGetValue(phase, out var known))
        {
            return known;
        }

        if (!stop.Token.IsCancellationRequested && !sharedPhaseFailed && Entering(phase) > 0)
        {
            return null;
        }

        var reason = stop.Token.IsCancellationRequested ? "the run was cancelled"
            : record.Failures.Count == 0 ? someAreProved ? SkippedPhase.AllProved : SkippedPhase.NoHosts
            : SkippedPhase.Because(phase, null, record.Failures);
        skipped[phase] = reason;
        record.Write(new PhaseFinished(
            phase, null, stop.Token.IsCancellationRequested ? PhaseStatus.Cancelled : PhaseStatus.Skipped, reason));
        return reason;
    }

    /// <summary>Makes the flake under test, where a run brings its own; part of preflight.</summary>
    /// <param name="make">Throws <see cref="PhaseFailedException"/> where it cannot.</param>
    /// <param name="outcome">What to say when it is there.</param>
    public async Task<PhaseOutcome> PrepareFlakeAsync(Func<CancellationToken, Task<FlakeUnderTest>> make, string outcome) =>
        Shared(flake = await runner.SharedAsync(Phase.Preflight, make, _ => outcome, stop.Token));

    /// <summary>
    /// The hosts that were asked for, without taking them anywhere; where proved hosts are not tested again, those that are not.
    /// </summary>
    /// <returns>Null where that is not known.</returns>
    public async Task<IReadOnlyList<string>?> ListHostsAsync()
    {
        if (memory.Reuses && await RunAsync(Phase.Preflight) == PhaseOutcome.Failed)
        {
            return null;
        }

        await using var nothing = new PhaseLog(null, null, RunPaths.NixLog);
        var hosts = await runner.SharedAsync(
            Phase.Evaluate, cancellation => phases.Value.Evaluate.SelectAsync(Flake, nothing, cancellation),
            found => Named([.. found.Select(host => host.Name)]), stop.Token);
        return hosts is null ? null : [.. (memory.Reuses ? await UnprovedAsync(hosts) : hosts).Select(host => host.Name)];
    }

    /// <summary>A host that does not evaluate is listed, so that its own test says why.</summary>
    private async Task<IReadOnlyList<SelectedHost>> UnprovedAsync(IReadOnlyList<SelectedHost> hosts) =>
        await PhaseRunner.ForEachAsync(hosts, VmSlots.Count(request), async host =>
        {
            await using var nothing = new PhaseLog(null, null, RunPaths.NixLog, host.Name);
            try
            {
                var evaluation = await phases.Value.Evaluate.RunAsync(host, nothing, stop.Token);
                return IsProved(evaluation) ? null : host;
            }
            catch (PhaseFailedException)
            {
                return host;
            }
        });

    /// <summary>
    /// Takes every host that is still running through a phase. The boot phase includes the runtime phase: a VM lives
    /// through both.
    /// </summary>
    public async Task<PhaseOutcome> RunAsync(Phase phase)
    {
        if (WhySkipped(phase) is { } reason)
        {
            log.Say($"skipped: {reason}");
            return PhaseOutcome.Skipped;
        }

        return phase switch
        {
            Phase.Preflight =>
                Shared(accelerator = await runner.SharedAsync(Phase.Preflight, phases.Value.Preflight.RunAsync, null, stop.Token)),
            Phase.Evaluate => await EvaluateAsync(),
            Phase.Build => await BuildAsync(),
            Phase.Install => Outcome(built, installed = await EachAsync(Phase.Install, built, RunPaths.InstallLog, phases.Value.Install)),
            Phase.Boot => await BootAsync(),
            _ => PhaseOutcome.Passed,
        };
    }

    private FlakeUnderTest Flake => flake ?? throw new InvalidOperationException("there is no flake to test");

    /// <summary>How many have come this far; before there are hosts, the run itself counts as one.</summary>
    private int Entering(Phase phase) => phase switch
    {
        Phase.Preflight or Phase.Evaluate => 1,
        Phase.Build => evaluated.Count,
        Phase.Install => built.Count,
        _ => installed.Count,
    };

    private async Task<PhaseOutcome> EvaluateAsync()
    {
        var chosen = await WithLogAsync(Phase.Evaluate, null, RunPaths.NixLog, log => runner.SharedAsync(
            Phase.Evaluate, cancellation =>
                phases.Value.Evaluate.SelectAsync(Flake, log, cancellation), hosts =>
                    Named([.. hosts.Select(host => host.Name)]), stop.Token));
        if (chosen is null)
        {
            return Shared(chosen);
        }

        selected = chosen;
        record.Write(new HostsSelected([.. selected.Select(host => host.Name)]));
        if (selected.Count > 1)
        {
            log.NameHosts();
        }

        memory.Locked(selected[0].Flake);
        evaluated = await EachAsync(Phase.Evaluate, selected, RunPaths.NixLog, phases.Value.Evaluate);
        var outcome = Outcome(selected, evaluated);
        evaluated = [.. evaluated.Where(host => !IsProved(host))];
        return outcome;
    }

    /// <summary>Asks for a proof of the host; one that has it leaves here, and its phases say why.</summary>
    private bool IsProved(EvaluatedHost host)
    {
        if (memory.Evaluated(host, accelerator) is not { } proof)
        {
            return false;
        }

        someAreProved = true;
        record.Write(new HostReused(host.Name, proof));
        var reason = SkippedPhase.Proved(proof);
        foreach (var phase in request.Phases.Where(phase => phase > Phase.Evaluate))
        {
            record.Write(new PhaseFinished(phase, host.Name, PhaseStatus.Skipped, reason));
        }

        log.Passed($"not tested again: {reason}", host.Name);
        return true;
    }

    private async Task<PhaseOutcome> BuildAsync()
    {
        built = await EachAsync(Phase.Build, evaluated, RunPaths.NixLog, phases.Value.Build);
        await PhaseRunner.ForEachAsync(built, VmSlots.Count(request), async host =>
        {
            await memory.BuiltAsync(host, stop.Token);
            return host;
        });
        return Outcome(evaluated, built);
    }

    private async Task<PhaseOutcome> BootAsync()
    {
        var passed = await PhaseRunner.ForEachAsync(
            installed, VmSlots.Count(request, installed.Max(host => host.Settings.MemoryMiB)), async host =>
        {
            var logPath = RunFolder.RelativePath(host, RunPaths.ConsoleLog);
            var booted = await runner.RunAsync(Phase.Boot, host.Name, logPath,
                cancellation => phases.Value.Boot.RunAsync(host, accelerator!, cancellation), null, stop.Token);
            if (booted is null)
            {
                return null;
            }

            await using (booted)
            {
                var judged = await runner.RunAsync(Phase.Runtime, host.Name, logPath, JudgeAsync, null, stop.Token);
                await phases.Value.Runtime.CompleteAsync(booted, judged is not null, stop.Token);
                return judged;
            }

            async Task<InstalledHost> JudgeAsync(CancellationToken cancellation)
            {
                await phases.Value.Runtime.RunAsync(booted, cancellation);
                return host;
            }
        });
        // The failures are on record: what follows only says where in the source they come from.
        foreach (var host in installed.Except(passed))
        {
            await places.Value.AddAsync(host, stop.Token);
        }

        return Outcome(installed, passed);
    }

    private Task<IReadOnlyList<TOut>> EachAsync<TIn, TOut>(Phase phase, IReadOnlyList<TIn> hosts, string fileName, IPhase<TIn, TOut> work)
        where TIn : SelectedHost
        where TOut : class => PhaseRunner.ForEachAsync(hosts, VmSlots.Count(request), host => WithLogAsync(phase, host, fileName, file =>
            runner.RunAsync(phase, host.Name, file.Path, cancellation => work.RunAsync(host, file, cancellation), null, stop.Token)));

    private async Task<T?> WithLogAsync<T>(Phase phase, SelectedHost? host, string fileName, Func<PhaseLog, Task<T?>> work)
        where T : class
    {
        var bounded = host is null ? logs.Open(fileName) : logs.Open(host, fileName);
        try
        {
            var relative = host is null ? fileName : RunFolder.RelativePath(host, fileName);
            await using var log = new PhaseLog(bounded, Path.Combine(folder.Path, relative), relative, host?.Name);
            return await work(log);
        }
        finally
        {
            logs.Close(bounded, host, phase, fileName);
        }
    }

    private PhaseOutcome Shared(object? result)
    {
        sharedPhaseFailed |= result is null;
        return result is null ? PhaseOutcome.Failed : PhaseOutcome.Passed;
    }

    private static PhaseOutcome Outcome<TIn, TOut>(IReadOnlyList<TIn> before, IReadOnlyList<TOut> after) =>
        after.Count == before.Count ? PhaseOutcome.Passed : PhaseOutcome.Failed;

    private static string Named(IReadOnlyList<string> hosts) =>
        $"{(hosts.Count == 1 ? "1 host" : $"{hosts.Count} hosts")}: {string.Join(", ", hosts)}";
}
