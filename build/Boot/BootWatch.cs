using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using VmTest.Boot.Console;
using VmTest.Boot.Screen;
using VmTest.Cleanup;
using VmTest.Preflight;
using VmTest.Processes;
using VmTest.Qemu;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Reporting.Rendering;
using VmTest.Running;
using VmTest.Terminal;

namespace VmTest.Boot;

/// <summary>One machine from power-on to the end of the watch. Disposing of it switches the machine off.</summary>
public sealed class BootWatch : IAsyncDisposable
{
    private static readonly string[] DesktopUnits = ["graphical.target", "display-manager.service"];

    private readonly RunSession session;
    private readonly HostRun host;
    private readonly AcceleratorChoice accelerator;
    private readonly BoundedLog consoleLog;
    private readonly BoundedLog journalFile;
    private readonly StreamWriter journalLog;
    private readonly BootEvidence evidence;
    private readonly BootSignals signals;
    private readonly SilenceWatch silence;
    private readonly List<Task> readers = [];
    private Machine? machine;
    private ProbeRequests? requests;
    private BootReport report;
    private long startedAt;
    private TimeSpan askedAt;
    private bool disposed;

    public BootWatch(RunSession session, HostRun host, AcceleratorChoice accelerator)
    {
        this.session = session;
        this.host = host;
        this.accelerator = accelerator;
        startedAt = session.Time.GetTimestamp();
        signals = new BootSignals(Elapsed);
        silence = new SilenceWatch(session.Time);
        consoleLog = RunLogs.Open(session, session.HostFile(host, RunPaths.ConsoleLog));
        journalFile = RunLogs.Open(session, session.HostFile(host, RunPaths.JournalLog));
        journalLog = new StreamWriter(journalFile, new UTF8Encoding(false)) { AutoFlush = true };
        var journal = new GuestJournal(journalLog);
        var probe = new ProbeRecord(Elapsed, journal);
        probe.StateChanged += signals.OnState;
        evidence = new BootEvidence(host.Name, new ConsoleRecord(consoleLog, Elapsed, OnSign), new BootClues(), new Milestones(), probe, journal, $"{host.Folder}/{RunPaths.ConsoleLog}");
        signals.Confirmation = new SignConfirmation(probe, () => signals.UnitsStarted, () => requests?.AskForJobsAsync(CancellationToken.None) ?? Task.CompletedTask, session.Time);
        report = new BootReport { StartedAt = session.Time.GetUtcNow(), DefaultTarget = host.Evaluation?.DefaultUnit };
    }

    /// <summary>Switches the machine on and waits until its boot is over.</summary>
    /// <exception cref="PhaseFailedException">It did not start, or did not become ready.</exception>
    public async Task UntilReadyAsync(CancellationToken cancellation)
    {
        var plan = Plan();
        await StartAsync(plan, cancellation);
        var end = await WaitAsync(cancellation);
        if (end.Kind is BootEndKind.Ready or BootEndKind.ReadyByConsole)
        {
            report = report with { ReadyAfterMs = (long)end.At.TotalMilliseconds, SystemState = evidence.Probe.SystemState };
            session.Events.Write(new BootObserved(host.Name, report));
            return;
        }

        report = report with { EndedAfterMs = (long)end.At.TotalMilliseconds };
        await new ScreenKeeper(session, host, machine!.Qmp).KeepAsync(wait: false, cancellation);
        await CollectAsync(end, cancellation);
        Observe(null);
        throw new PhaseFailedException(BootVerdict.Explain(end, evidence, session.Settings.BootTimeout));
    }

    /// <summary>Lists all units of the ready system and judges them.</summary>
    /// <exception cref="PhaseFailedException">Units have failed, or required ones are not active.</exception>
    public async Task CheckUnitsAsync(CancellationToken cancellation)
    {
        // A dump without its end still has the units, where only the journals of the failed ones are late.
        await requests!.DumpAsync("dump", Limits.ReadyDump, cancellation);
        if (RuntimeVerdict.NeedsSecondLook(evidence))
        {
            await Task.Delay(Limits.SecondLook, session.Time, cancellation);
            await requests.DumpAsync("dump", Limits.ReadyDump, cancellation);
        }

        var known = evidence.Probe.Units.Count > 0;
        Observe(TimeSpan.FromMilliseconds(report.ReadyAfterMs ?? 0));
        var lost = known ? null : ProbeLoss.Explain(host.Name, host.Evaluation);
        if (lost is not null && !ProbeLoss.IsFailure(host.Evaluation))
        {
            session.Warn(lost);
            lost = null;
        }

        var failures = known ? RuntimeVerdict.Judge(evidence, RequiredUnits()) : [.. new[] { lost }.OfType<Failure>(), .. RuntimeVerdict.JudgeByConsole(evidence)];
        if (IsDesktop || failures.Count > 0)
        {
            await new ScreenKeeper(session, host, machine!.Qmp).KeepAsync(wait: failures.Count == 0, cancellation);
        }

        foreach (var doubt in RuntimeVerdict.Doubts(evidence))
        {
            session.Warn(doubt with { Phase = Phase.Runtime });
        }

        if (failures.Count > 0)
        {
            throw new PhaseFailedException(failures);
        }

        session.Console.Say($"{report.Units?.Active.ToString(CultureInfo.InvariantCulture) ?? "all"} units active, none failed", host.Name);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (machine is not null)
        {
            await machine.DisposeAsync();
            await Task.WhenAll(readers);
        }

        await journalLog.DisposeAsync();
        RunLogs.Close(session, host, Phase.Boot, RunPaths.ConsoleLog, consoleLog);
        RunLogs.Close(session, host, Phase.Boot, RunPaths.JournalLog, journalFile);
    }

    private bool IsDesktop => host.Evaluation?.Desktop == true;

    private TimeSpan Elapsed() => session.Time.GetElapsedTime(startedAt);

    private MachinePlan Plan()
    {
        var folder = host.Machine!.Folder;
        return new MachinePlan
        {
            Accelerator = accelerator.Name,
            MemoryMiB = session.Settings.MemoryMiB,
            Cores = session.Settings.Cores,
            CredentialFiles =
            [
                .. host.Evaluation?.ProbeIsModule == true ? [] : ProbeCredentials.Write(folder),
                .. host.Machine.StartsFromDisk ? KernelParameters.Write(folder) : [],
            ],
        };
    }

    private async Task StartAsync(MachinePlan plan, CancellationToken cancellation)
    {
        var installed = host.Machine!;
        session.Console.Say($"switching on ({accelerator.Name}, at most {Duration.Text(session.Settings.BootTimeout)})", host.Name);
        startedAt = session.Time.GetTimestamp();
        report = report with
        {
            StartedAt = session.Time.GetUtcNow(),
            Qemu = installed.QemuVersion.ToString(),
            Adjustments = QemuArguments.Adjustments(plan, installed.QemuVersion),
        };
        try
        {
            machine = await Machine.StartAsync(session, host, installed, plan, OnEvent, evidence.Console.Take, cancellation);
        }
        catch (MachineStartException error)
        {
            throw new PhaseFailedException(MachineFailures.NotStarted(evidence, error));
        }

        requests = new ProbeRequests(machine, evidence.Probe, session.Time);
        readers.AddRange([
            evidence.Console.ReadAsync(machine.Console),
            ReadAsync(machine.State, evidence.Probe.Take),
            ReadAsync(machine.Answers, evidence.Probe.Take),
            ReadAsync(machine.Journal, evidence.Journal.Take),
            WatchExitAsync(machine),
        ]);
        await ConfirmAcceleratorAsync(machine, cancellation);
    }

    private async Task ConfirmAcceleratorAsync(Machine running, CancellationToken cancellation)
    {
        bool isKvm;
        try
        {
            isKvm = await running.Qmp.IsKvmAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            // It ended at once; the exit is the better evidence and is on its way.
            return;
        }

        report = report with { Accelerator = isKvm ? AcceleratorChoice.Kvm : AcceleratorChoice.Tcg };
        session.Events.Write(new BootObserved(host.Name, report));
        if (isKvm == accelerator.IsEmulation)
        {
            throw new PhaseFailedException(MachineFailures.WrongAccelerator(evidence, report.Accelerator, accelerator.Name, running.Output));
        }
    }

    private static async Task ReadAsync(Stream stream, Action<string> take)
    {
        try
        {
            await LineReader.ReadAsync(stream, take, CancellationToken.None, Limits.MaximumProbeLineBytes);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine is gone.
        }
    }

    private async Task WatchExitAsync(Machine running) => signals.OnExit(await running.Exited);

    private void OnEvent(QmpEvent entry)
    {
        signals.OnQemu(entry);
        if (entry.Name == "STOP")
        {
            _ = AskWhyStoppedAsync();
        }
    }

    /// <summary>An error of KVM leaves QEMU alive with a machine that never runs again.</summary>
    private async Task AskWhyStoppedAsync()
    {
        try
        {
            var status = machine is null ? null : (await machine.Qmp.ExecuteAsync("query-status", CancellationToken.None)).Value<string>("status");
            if (status is "internal-error" or "io-error")
            {
                signals.End(BootEndKind.Halted, $"{status}; {(machine!.Output.Count > 0 ? machine.Output[^1] : "it said nothing")}");
            }
        }
        catch (Exception error) when (error is IOException or TimeoutException or ObjectDisposedException)
        {
            // It is ending; its exit tells.
        }
    }

    private void OnSign(ConsoleSign sign, string line)
    {
        evidence.Clues.Take(sign, line);
        if (evidence.Milestones.Take(sign, Elapsed()) is { } stage)
        {
            session.Console.Say($"{stage} after {Duration.Text(Elapsed())}", host.Name);
        }

        signals.OnConsole(sign, line);
    }

    /// <summary>Waits for the first sign that decides, at most until the limit, and tells about the progress meanwhile.</summary>
    private async Task<BootEnd> WaitAsync(CancellationToken cancellation)
    {
        while (!signals.Ended.IsCompleted)
        {
            var left = session.Settings.BootTimeout - Elapsed();
            if (left <= TimeSpan.Zero)
            {
                signals.End(BootEndKind.Timeout, string.Empty);
            }
            else if (signals.ConsoleReadyAt is { } since && !evidence.Probe.HasSpoken && Elapsed() - since > Limits.ProbeSilence)
            {
                signals.End(BootEndKind.ReadyByConsole, string.Empty);
            }
            else if (silence.Lasts(evidence, machine!))
            {
                signals.End(BootEndKind.Silent, $"no sign of life for {Duration.Text(Limits.Silence)}, last line: {LastLine()}");
            }
            else
            {
                var pause = session.Console.Live ? Limits.LiveView : Limits.Heartbeat;
                await WaitALittleAsync(left < pause ? left : pause, cancellation);
            }
        }

        session.Console.EndStatus(host.Name);
        return await signals.Ended;
    }

    private async Task WaitALittleAsync(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await signals.Ended.WaitAsync(time, session.Time, cancellation);
        }
        catch (TimeoutException)
        {
            var failed = evidence.Console.Failed.Count;
            session.Console.Status($"booting for {Duration.Text(Elapsed())} of {Duration.Text(session.Settings.BootTimeout)}: {signals.UnitsStarted} units started, {failed} failed, {evidence.Probe.Jobs.Count} waiting │ {LastLine()}", host.Name);
            if (Elapsed() - askedAt >= Limits.Heartbeat)
            {
                askedAt = Elapsed();
                await requests!.AskForJobsAsync(cancellation);
            }
        }
    }

    private string LastLine() => evidence.Console.Tail is { Count: > 0 } lines ? lines[^1] : "nothing on the console";

    /// <summary>Gets the last evidence of a boot that failed.</summary>
    private async Task CollectAsync(BootEnd end, CancellationToken cancellation)
    {
        if (end.Kind is BootEndKind.Emergency or BootEndKind.Rescue)
        {
            await requests!.FirstWordAsync(cancellation);
        }

        if (end.Kind is BootEndKind.Timeout or BootEndKind.Emergency or BootEndKind.Rescue && evidence.Probe.HasSpoken)
        {
            await requests!.DumpAsync("autopsy", Limits.LastDump, cancellation);
        }
        else
        {
            await Task.Delay(Limits.LastWords, session.Time, cancellation);
        }
    }

    /// <summary>A desktop that does not show a login screen is none.</summary>
    private IReadOnlyList<string> RequiredUnits() => IsDesktop ? [.. session.Settings.RequiredUnits.Union(DesktopUnits)] : session.Settings.RequiredUnits;

    /// <summary>Puts all that is known into the report's evidence.</summary>
    private void Observe(TimeSpan? readyAt)
    {
        report = BootReportMaker.Make(evidence, report, readyAt);
        session.Events.Write(new BootObserved(host.Name, report));
        File.WriteAllText(session.HostFile(host, RunPaths.BootPicture), BootPicture.Draw(host.Name, report));
        if (evidence.Probe.RawUnits is { } units)
        {
            File.WriteAllText(session.HostFile(host, RunPaths.UnitsFile), units.ToString(Formatting.Indented));
        }
    }
}
