using System.Collections.Concurrent;
using VmTest.Memory;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Runs;

/// <summary>Keeps records and asks them. Nothing in it can fail a run: without records a run is what it is.</summary>
public sealed class RunMemory(RunRequest request, RunFolder folder, RunRecord record, RecordStore store, Lazy<NixClient> nix,
    ReportView view, IRunLog console) : IRunMemory
{
    private readonly ConcurrentDictionary<string, HostIdentity> identities = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, long>> closures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<Phase, long>> usual = new(StringComparer.Ordinal);
    private readonly Lazy<string> flake = new(() => FlakeKey.Of(request.Flake));
    private readonly Lazy<IReadOnlyList<RecordName>> names = new(store.List);
    private Task<SourceState?> sources = Task.FromResult<SourceState?>(null);

    /// <inheritdoc/>
    public bool Reuses => request.Reuse == ReuseMode.Unchanged;

    /// <inheritdoc/>
    public void Locked(LockedFlake flake) => sources = ReadSourcesAsync(flake);

    /// <inheritdoc/>
    public ReusedRun? Evaluated(EvaluatedHost host, AcceleratorChoice? accelerator)
    {
        var qemu = record.Snapshot().OfType<MachineInspected>().LastOrDefault()?.Machine.Qemu;
        var identity = HostIdentities.Of(host, request, accelerator, qemu);
        identities[host.Name] = identity;
        try
        {
            var history = History(host.Name);
            var comparable = history.Comparable(identity.Conditions());
            usual[host.Name] = Forecast.Of(comparable);
            if (Forecast.Text(usual[host.Name], request.Phases, comparable.Count) is { } text)
            {
                console.Say(text, host.Name);
            }

            return Reuses && history.Proof(identity.Hash(), proof => proof.Passed(Asked)) is { } proof
                ? new ReusedRun(proof.RunId, proof.At)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Warn($"records could not be read: {error.Message}");
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task BuiltAsync(BuiltHost host, CancellationToken cancellation)
    {
        try
        {
            closures[host.Name] = await ClosureReader.ReadAsync(nix.Value, host.Name, host.Evaluation.Toplevel, cancellation);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ProgramNotFoundException)
        {
            // Then its size is not compared.
        }
    }

    /// <inheritdoc/>
    public TimeSpan? UsualTime(Phase phase, string host) =>
        usual.GetValueOrDefault(host) is { } times && times.TryGetValue(phase, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    /// <inheritdoc/>
    public void Complete()
    {
        var report = view(record.Snapshot());
        if (report.Status == RunStatus.Cancelled)
        {
            return;
        }

        try
        {
            if (store.Refusal is { } refusal)
            {
                console.Warn($"records are not used: {refusal}");
                return;
            }

            foreach (var made in Records(report))
            {
                Compare(report, made);
                store.Write(made);
            }

            store.Prune();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Warn($"records could not be kept: {error.Message}");
        }
    }

    /// <summary>What a proof has to have passed: all that is asked for, or, where hosts are only listed, all there is.</summary>
    private IReadOnlyList<Phase> Asked => request.Phases.Count > 0 ? request.Phases : Enum.GetValues<Phase>();

    private HostHistory History(string host) => HostHistory.Of(store, names.Value, flake.Value, host, Path.GetFileName(folder.Path));

    private IEnumerable<HostRecord> Records(Report report)
    {
        var state = sources.GetAwaiter().GetResult();
        if (report.Hosts.Count == 0)
        {
            return report.Failures.Count > 0 && request.Phases.Contains(Phase.Evaluate) && report.FailedPhase == Phase.Evaluate
                ? [RecordMaker.OfFlake(report, flake.Value) with { Sources = state ?? FolderState() }]
                : [];
        }

        return report.Hosts.Where(host => host.ReusedFrom is null).Select(host =>
            RecordMaker.OfHost(report, host, flake.Value, identities.GetValueOrDefault(host.Name)) with
            {
                Units = UnitReader.Read(Path.Combine(folder.Path, RunNames.FolderOf(host.Name), RunPaths.UnitsFile)),
                Closure = closures.GetValueOrDefault(host.Name) ?? new Dictionary<string, long>(),
                Sources = state,
            });
    }

    private void Compare(Report report, HostRecord made)
    {
        if (request.Compare == ComparisonChoice.None)
        {
            return;
        }

        var history = History(made.Host);
        foreach (var (fingerprint, repetition) in RepetitionFinder.Find(made, history.Records))
        {
            record.Write(new FailureRepeated(fingerprint, repetition));
            Say(report, fingerprint, repetition, made.Host);
        }

        if (made.IsOfFlake)
        {
            return;
        }

        var (other, against) = Base(made, history);
        var comparison = Comparison.Compare(made, against, other ?? history.Records, history.Comparable(made.Conditions),
            fingerprint => Places(report, fingerprint));
        record.Write(new HostCompared(made.Host, comparison));
        console.Say(comparison.Summary, made.Host);
    }

    /// <summary>
    /// What to compare with: unless one was asked for, the newest green record that has come as far as this run was to go, or, where
    /// there is none, the newest green one.
    /// </summary>
    private (IReadOnlyList<HostRecord>? Before, HostRecord? Against) Base(HostRecord made, HostHistory history)
    {
        var choice = request.Compare;
        if (choice.Run is { } run)
        {
            var chosen = history.Of(run);
            return ([.. new[] { chosen }.OfType<HostRecord>()], chosen);
        }

        if (choice.Folder is { } path)
        {
            var others = new RecordStore(path, TimeProvider.System);
            var elsewhere = HostHistory.Of(others, others.List(), flake.Value, made.Host);
            return ([.. elsewhere.Records.Take(1)], Green(elsewhere));
        }

        return (null, Green(history));
    }

    private HostRecord? Green(HostHistory history) =>
        history.Greens.FirstOrDefault(green => green.Passed(request.Phases)) ?? history.Greens.FirstOrDefault();

    private void Say(Report report, string fingerprint, Repetition repetition, string host)
    {
        var failure = report.Failures.First(each => each.Fingerprint == fingerprint);
        if (failure.CausedBy is null)
        {
            console.Say($"{failure.Subject?.Name ?? failure.Code}: {RepetitionWords.Row(repetition)}, since run {repetition.Since}", host);
            if (RepetitionWords.Edits(repetition, host) is { } edits)
            {
                console.Warn(edits, host);
            }
        }
    }

    private static IReadOnlyList<string> Places(Report report, string fingerprint)
    {
        var failure = report.Failures.First(each => each.Fingerprint == fingerprint);
        return [.. new[] { failure.Location?.File }.Concat((failure.Related ?? []).Select(place => place.File)).OfType<string>()];
    }

    private Task<SourceState?> ReadSourcesAsync(LockedFlake locked) => Task.Run(() =>
    {
        try
        {
            return (SourceState?)SourceReader.Read(locked, nix.Value.Root, request.Output, store.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });

    /// <summary>Nix failed before it said which files it saw.</summary>
    private SourceState? FolderState() => request.Flake is { } given && Path.IsPathFullyQualified(given)
        ? ReadSourcesAsync(new LockedFlake(new FlakeReference(".", given), new FlakeSource(given))).GetAwaiter().GetResult()
        : null;
}
