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
    /// <summary>From the first to the second look at a unit that has been restarted and runs: whether it stays.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(3);

    /// <summary>How long the guest may take, after it said "ready", to list all its units.</summary>
    private static readonly TimeSpan ReadyDump = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task RunAsync(BootedHost host, CancellationToken cancellation)
    {
        var (name, evidence) = (host.Host.Name, host.Recorder.Evidence);
        await ListUnitsAsync(host, cancellation);
        var report = BootReportMaker.Make(evidence, host.Observed, TimeSpan.FromMilliseconds(host.Observed.ReadyAfterMs ?? 0));
        // Whatever the verdict comes to, the evidence is on disk.
        record.Write(new BootObserved(name, report));
        host.Recorder.WriteUnits(() => folder.HostFile(host.Host, RunPaths.UnitsFile));

        var isDesktop = host.Host.Evaluation.Desktop == true;
        var required = host.Host.RequiredUnits;
        var (findings, warnings) = AllowedFailures.Split(
            evidence, Judge(evidence, host.Host.Evaluation, required), host.Host.Settings.AllowedFailures, required);
        var allowed = warnings.Where(warning => warning.Allowed).Select(warning => warning.Subject!.Name).ToList();
        if (report.Units is { } units && units.Failed.Where(allowed.Contains).ToList() is { Count: > 0 } expected)
        {
            report = report with { Units = units with { Allowed = expected } };
            record.Write(new BootObserved(name, report));
        }

        if (isDesktop || findings.Count > 0)
        {
            await KeepScreenAsync(host, wait: findings.Count == 0, cancellation);
        }

        foreach (var doubt in (IEnumerable<Finding>)[.. warnings, .. RuntimeVerdict.Doubts(evidence)])
        {
            record.Warn(doubt, Phase.Runtime);
        }

        if (findings.Count > 0)
        {
            throw new PhaseFailedException(findings);
        }

        var failed = allowed.Count == 0 ? "none failed" : $"only units that may fail have failed: {string.Join(", ", allowed)}";
        console.Say($"{report.Units?.Active.ToString(CultureInfo.InvariantCulture) ?? "all"} units active, {failed}", name);
    }

    private async Task ListUnitsAsync(BootedHost host, CancellationToken cancellation)
    {
        var requests = new ProbeRequests(host.Vm.Answers, host.Vm.Exited, host.Recorder.Evidence.Probe, time);
        // A dump without its end still has the units, where only the journals of the failed ones are late.
        await requests.DumpAsync("dump", ReadyDump, cancellation);
        if (RuntimeVerdict.NeedsSecondLook(host.Recorder.Evidence))
        {
            await Task.Delay(SecondLook, time, cancellation);
            await requests.DumpAsync("dump", ReadyDump, cancellation);
        }
    }

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
