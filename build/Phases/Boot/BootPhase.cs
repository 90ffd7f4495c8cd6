using System.Diagnostics.CodeAnalysis;
using VmTest.Diagnosis.Vm;
using VmTest.Guest;
using VmTest.Guest.Probe;
using VmTest.Guest.Screen;
using VmTest.Guest.Serial;
using VmTest.Guest.Verdicts;
using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Text;

namespace VmTest.Phases.Boot;

/// <summary>The boot phase of one host: starts its VM and waits until its boot is over.</summary>
public sealed class BootPhase(RunFolder folder, RunLogs logs, RunRecord record, VmLauncher launcher, IRunLog console,
    UsualTimes usual, TimeProvider time) : IBootPhase
{
    /// <summary>How long after the end of a failed boot the guest may still take to tell its state.</summary>
    private static readonly TimeSpan LastDump = TimeSpan.FromSeconds(30);

    /// <summary>What a machine may still say on its console after the sign that ended a boot.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    [SuppressMessage(
        "Reliability", "CA2000", Justification = "The booted host owns recorder and VM; on the way there, the catch disposes of them.")]
    public async Task<BootedHost> RunAsync(InstalledHost host, AcceleratorChoice accelerator, CancellationToken cancellation)
    {
        var (consoleLog, journalLog) = (logs.Open(host, RunPaths.ConsoleLog), logs.Open(host, RunPaths.JournalLog));
        var recorder = new GuestRecorder(host.Name, consoleLog, RunFolder.RelativePath(host, RunPaths.ConsoleLog), journalLog, time,
            host.Settings.Passphrase);
        recorder.PassphraseTyped += () => console.Say("types the passphrase that the console asks for", host.Name);
        recorder.StageReached += stage => console.Say($"{stage} after {Duration.Text(recorder.Elapsed())}", host.Name);
        Vm? vm = null;
        try
        {
            var report = Begin(host, recorder, accelerator, out var plan);
            vm = await StartAsync(host, plan, recorder, accelerator, cancellation);
            recorder.Attach(vm);
            recorder.Paused += () => _ = AskWhyPausedAsync(vm, recorder.Signals);
            report = await ConfirmAcceleratorAsync(host, vm, recorder, accelerator, report, cancellation);
            report = await UntilReadyAsync(host, vm, recorder, report, cancellation);
            return new BootedHost(host, vm, recorder, report, CloseLogs);
        }
        catch
        {
            if (vm is not null)
            {
                await vm.DisposeAsync();
            }

            await recorder.DisposeAsync();
            CloseLogs();
            throw;
        }

        void CloseLogs()
        {
            logs.Close(consoleLog, host, Phase.Boot, RunPaths.ConsoleLog);
            logs.Close(journalLog, host, Phase.Boot, RunPaths.JournalLog);
        }
    }

    private BootReport Begin(InstalledHost host, GuestRecorder recorder, AcceleratorChoice accelerator, out VmPlan plan)
    {
        plan = new VmPlan
        {
            Host = host.Name,
            Index = host.Index,
            Accelerator = accelerator.Name,
            BiosOnSerial = host.Vm.StartsFromDisk,
            MemoryMiB = host.Settings.MemoryMiB,
            Cores = host.Settings.Cores,
            CredentialFiles =
            [
                .. host.Evaluation.ProbeIsModule ? [] : ProbeCredentials.Write(host.Vm.Folder),
                .. host.Settings.Passphrase is { } passphrase ? [SystemdCredential.Write(host.Vm.Folder, passphrase)] : (string[])[],
                .. host.Vm.StartsFromDisk ? KernelParameters.Write(host.Vm.Folder) : [],
            ],
        };
        console.Say($"starting ({accelerator.Name}, at most {Duration.Text(host.Settings.BootTimeout)})", host.Name);
        recorder.Restart();
        return new BootReport
        {
            StartedAt = time.GetUtcNow(),
            DefaultTarget = host.Evaluation.DefaultUnit,
            Qemu = host.Vm.QemuVersion.ToString(),
            Adjustments = QemuArguments.Adjustments(plan, host.Vm.QemuVersion),
            Required = host.RequiredUnits is { Count: > 0 } required
                ? [.. required.Take(Limits.ReportListLength).Select(unit => new RequiredUnit(unit))]
                : null,
        };
    }

    private async Task<Vm> StartAsync(
        InstalledHost host, VmPlan plan, GuestRecorder recorder, AcceleratorChoice accelerator, CancellationToken cancellation)
    {
        var starting = launcher.StartAsync(host.Vm, plan, recorder.OnVm, recorder.OnOutput, cancellation);
        // A cancel ends the start itself, with what it has started.
        await console.SayUntilAsync(starting, "QEMU's start", host.Name, time, CancellationToken.None);
        console.EndStatus(host.Name);
        try
        {
            return await starting;
        }
        catch (VmStartException error)
        {
            throw new PhaseFailedException(VmFailures.NotStarted(recorder.Evidence, error));
        }
    }

    private async Task<BootReport> ConfirmAcceleratorAsync(
        InstalledHost host, Vm vm, GuestRecorder recorder, AcceleratorChoice accelerator, BootReport report, CancellationToken cancellation)
    {
        bool isKvm;
        try
        {
            isKvm = await vm.IsKvmAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            // It ended at once; the exit is the better evidence and is on its way.
            return report;
        }

        report = report with { Accelerator = isKvm ? AcceleratorChoice.Kvm : AcceleratorChoice.Tcg };
        record.Write(new BootObserved(host.Name, report));
        return isKvm != accelerator.IsEmulation
            ? report
            : throw new PhaseFailedException(
                VmFailures.WrongAccelerator(recorder.Evidence, report.Accelerator, accelerator.Name, vm.Output));
    }

    private async Task<BootReport> UntilReadyAsync(
        InstalledHost host, Vm vm, GuestRecorder recorder, BootReport report, CancellationToken cancellation)
    {
        var requests = new ProbeRequests(vm.Answers, vm.Exited, recorder.Evidence.Probe, time);
        var end = await new BootWait(host.Settings.BootTimeout, () => vm.ProcessorTime, recorder, requests, console, usual, time)
            .EndAsync(cancellation);
        if (end.Kind is BootEndKind.Ready or BootEndKind.ReadyByConsole)
        {
            report = report with { ReadyAfterMs = (long)end.At.TotalMilliseconds, SystemState = recorder.Evidence.Probe.SystemState };
            record.Write(new BootObserved(host.Name, report));
            return report;
        }

        report = report with { EndedAfterMs = (long)end.At.TotalMilliseconds };
        await new ScreenKeeper(vm, host.Vm.Folder, time)
            .KeepAsync(host.Name, () => folder.HostFile(host, RunPaths.Screenshot), wait: false, cancellation);
        await CollectAsync(end, recorder.Evidence, requests, cancellation);
        record.Write(new BootObserved(host.Name, BootReportMaker.Make(recorder.Evidence, report, null)));
        recorder.WriteUnits(() => folder.HostFile(host, RunPaths.UnitsFile));
        throw new PhaseFailedException(
            [.. BootVerdict.Explain(end, recorder.Evidence, host.Settings.BootTimeout).Select(finding => VmDiagnosis.OfDevice(finding))]);
    }

    /// <summary>Gets the last evidence of a boot that failed.</summary>
    private async Task CollectAsync(BootEnd end, BootEvidence evidence, ProbeRequests requests, CancellationToken cancellation)
    {
        if (end.Kind is BootEndKind.Emergency or BootEndKind.Rescue)
        {
            await requests.FirstWordAsync(cancellation);
        }

        if (end.Kind is BootEndKind.Timeout or BootEndKind.Emergency or BootEndKind.Rescue && evidence.Probe.HasSpoken)
        {
            await requests.AskAsync("autopsy", LastDump, cancellation);
        }
        else
        {
            await Task.Delay(LastWords, time, cancellation);
        }
    }

    /// <summary>An error of KVM leaves QEMU alive with a VM that never runs again.</summary>
    private static async Task AskWhyPausedAsync(Vm vm, BootSignals signals)
    {
        try
        {
            var status = await vm.StatusAsync(CancellationToken.None);
            if (status is "internal-error" or "io-error")
            {
                signals.End(BootEndKind.Halted, $"{status}; {(vm.Output.Count > 0 ? vm.Output[^1] : "it said nothing")}");
            }
        }
        catch (Exception error) when (error is IOException or TimeoutException or ObjectDisposedException)
        {
            // It is ending; its exit tells.
        }
    }
}
