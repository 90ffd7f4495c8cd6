using System.Globalization;
using VmTest.Guest;
using VmTest.Guest.Probe;
using VmTest.Guest.Screen;
using VmTest.Guest.Verdicts;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Runs;

namespace VmTest.Phases.Runtime;

/// <summary>The runtime phase of one host: lists all units of the ready system and judges them.</summary>
public sealed class RuntimePhase(RunRequest request, RunFolder folder, RunRecord record, IRunLog console, TimeProvider time) : IRuntimePhase
{
    /// <inheritdoc/>
    public async Task RunAsync(BootedHost host, CancellationToken cancellation)
    {
        var (name, evidence) = (host.Host.Name, host.Recorder.Evidence);
        var required = host.Host.RequiredUnits;
        await Look(host).RunAsync(required, cancellation);
        var (findings, warnings) = AllowedFailures.Split(
            evidence, Judge(evidence, host.Host.Evaluation, required), host.Host.Settings.AllowedFailures, required);
        evidence.Allowed = [.. warnings.Where(warning => warning.Allowed).Select(warning => warning.Subject!.Name)];
        var report = Observe(host);
        record.Write(new BootObserved(name, report));
        foreach (var warning in warnings)
        {
            record.Warn(warning, Phase.Runtime);
        }

        if (findings.Count > 0)
        {
            throw new PhaseFailedException(findings);
        }

        var failed = evidence.Allowed.Count == 0
            ? "none failed"
            : $"only units that may fail have failed: {string.Join(", ", evidence.Allowed)}";
        console.Say($"{report.Units?.Active.ToString(CultureInfo.InvariantCulture) ?? "all"} units active, {failed}", name);
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(BootedHost host, bool passed, CancellationToken cancellation)
    {
        try
        {
            if (!passed || host.Host.Evaluation.Desktop == true)
            {
                await KeepScreenAsync(host, wait: passed, cancellation);
            }

            if (host.Recorder.Evidence.Probe.HasListed)
            {
                await ListAllAsync(host, cancellation);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The verdict is on record; the rest is only for the report.
            console.Detail($"the screen or the list of all units is missing: {error.Message}", host.Host.Name);
        }
        finally
        {
            console.EndStatus(host.Host.Name);
        }
    }

    private async Task ListAllAsync(BootedHost host, CancellationToken cancellation)
    {
        await Look(host).ListAllAsync(cancellation);
        record.Write(new BootObserved(host.Host.Name, Observe(host)));
        foreach (var doubt in RuntimeVerdict.Doubts(host.Recorder.Evidence))
        {
            record.Warn(doubt, Phase.Runtime);
        }

        host.Recorder.WriteUnits(() => folder.HostFile(host.Host, RunPaths.UnitsFile));
    }

    private static BootReport Observe(BootedHost host) => BootReportMaker.Make(
        host.Recorder.Evidence, host.Observed, TimeSpan.FromMilliseconds(host.Observed.ReadyAfterMs ?? 0));

    private UnitLook Look(BootedHost host) => new(
        host.Recorder, new ProbeRequests(host.Vm.Answers, host.Vm.Exited, host.Recorder.Evidence.Probe, time), console, time);

    private IReadOnlyList<Finding> Judge(BootEvidence evidence, HostEvaluation evaluation, IReadOnlyList<string> required)
    {
        if (evidence.Probe.Units.Count > 0)
        {
            return RuntimeVerdict.Judge(evidence, required, request.Network == NetworkMode.None);
        }

        var lost = ProbeLoss.Explain(evidence.Host, evaluation);
        if (ProbeLoss.IsFailure(evaluation))
        {
            return [lost, .. RuntimeVerdict.JudgeByConsole(evidence)];
        }

        record.Warn(lost, Phase.Runtime, evidence.Host);
        return RuntimeVerdict.JudgeByConsole(evidence);
    }

    private async Task KeepScreenAsync(BootedHost host, bool wait, CancellationToken cancellation)
    {
        var keeper = new ScreenKeeper(host.Vm, host.Host.Vm.Folder, time);
        if (await keeper.KeepAsync(host.Host.Name, () => folder.HostFile(host.Host, RunPaths.Screenshot), wait, cancellation) is { } doubt)
        {
            record.Warn(doubt);
        }
    }
}
