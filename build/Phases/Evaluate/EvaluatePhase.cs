using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Phases.Evaluate;

/// <summary>The evaluate phase: which hosts there are, and what each evaluates to.</summary>
public sealed class EvaluatePhase(RunRequest request, FlakeEvaluator evaluator, RunRecord record, IRunLog console) : IEvaluatePhase
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SelectedHost>> SelectAsync(FlakeUnderTest flake, PhaseLog log, CancellationToken cancellation)
    {
        var locked = await evaluator.LockAsync(flake, log, cancellation);
        var names = HostChoice.Choose(request.Hosts, await evaluator.ListHostsAsync(locked, log, cancellation));
        return [.. names.Select((name, index) => new SelectedHost(name, RunNames.FolderOf(name), index, locked))];
    }

    /// <inheritdoc/>
    public async Task<EvaluatedHost> RunAsync(SelectedHost host, PhaseLog log, CancellationToken cancellation)
    {
        var evaluation = await evaluator.EvaluateAsync(host, request.Install == InstallMode.Disk, log, cancellation);
        var settings = SettingsReader.Read(evaluation.Settings, host.Flake.Source, host.Name);
        if (SettingsReader.Summary(evaluation.Settings) is { } summary)
        {
            console.Say(summary, host.Name);
        }

        if (NetworkNote.For(evaluation.Online, request.Network) is { } note)
        {
            console.Say(note, host.Name);
        }

        if (SettingsReader.Warning(evaluation.Settings, host.Flake.Source, host.Name) is { } warning)
        {
            record.Warn(warning, Phase.Evaluate, host.Name);
        }

        return new EvaluatedHost(host, evaluation, settings.Under(request));
    }
}
