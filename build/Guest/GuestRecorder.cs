using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Guest.Journal;
using VmTest.Guest.Probe;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Qemu;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Guest;

/// <summary>
/// Records everything that a guest tells, from every source, into evidence and log files: serial console, probe, journal,
/// QEMU. It judges nothing.
/// </summary>
public sealed class GuestRecorder : IAsyncDisposable
{
    /// <summary>The probe sends all units in one line: some 700 bytes each, a thousand of them on a large desktop.</summary>
    private const int MaximumProbeLineBytes = 16 << 20;

    private readonly StreamWriter journalLog;
    private readonly TimeProvider time;
    private Task reading = Task.CompletedTask;
    private long startedAt;
    private readonly Secret? passphrase;
    private ProbeRequests? requests;
    private LoaderKey? loaderKey;
    private PassphraseTypist? typist;

    /// <param name="host">The host's name.</param>
    /// <param name="console">Gets the console, with the time of every line; whoever gives it closes it.</param>
    /// <param name="consolePath">Its path relative to the report.</param>
    /// <param name="journalFile">Gets the journal, one JSON object a line; whoever gives it closes it.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="passphrase">Typed where the console asks for one; null where nobody knows it.</param>
    public GuestRecorder(
        string host, Stream console, string consolePath, Stream journalFile, TimeProvider time, Secret? passphrase = null)
    {
        this.time = time;
        this.passphrase = passphrase;
        startedAt = time.GetTimestamp();
        journalLog = new StreamWriter(journalFile, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        Signals = new BootSignals(Elapsed);
        var journal = new GuestJournal(journalLog, Elapsed);
        var probe = new ProbeRecord(Elapsed, journal);
        probe.StateChanged += Signals.OnState;
        Evidence = new BootEvidence(
            host, new ConsoleRecord(console, Elapsed, OnSign, HideEcho), new BootClues(), new Milestones(), probe, journal, consolePath);
        Signals.Confirmation = new SignConfirmation(
            probe, () => Signals.UnitsStarted, () => requests?.AskForJobsAsync(CancellationToken.None) ?? Task.CompletedTask, time);
    }

    /// <summary>A stage of the boot has begun; raised on a reading thread.</summary>
    public event Action<string>? StageReached;

    /// <summary>The VM stands still, as after an error of KVM; raised on a reading thread.</summary>
    public event Action? Paused;

    /// <summary>A prompt for a passphrase is answered; raised on a reading thread.</summary>
    public event Action? PassphraseTyped;

    public BootEvidence Evidence { get; }

    public BootSignals Signals { get; }

    /// <summary>Time since the VM was started.</summary>
    public TimeSpan Elapsed() => time.GetElapsedTime(startedAt);

    /// <summary>The VM is started now: times count from here.</summary>
    public void Restart() => startedAt = time.GetTimestamp();

    /// <summary>What QEMU and the VM's script print.</summary>
    public void OnOutput(string line) => Evidence.Console.AddLine(line);

    public void OnVm(VmEvent entry)
    {
        Signals.OnVm(entry);
        if (entry.Kind == VmEventKind.Paused)
        {
            Paused?.Invoke();
        }
    }

    /// <summary>Reads from a running VM until it is gone.</summary>
    public void Attach(Vm vm)
    {
        requests = new ProbeRequests(vm.Answers, vm.Exited, Evidence.Probe, time);
        loaderKey = new LoaderKey(vm.Console);
        typist = passphrase is null ? null : new PassphraseTypist(passphrase, vm.Console, time);
        reading = Task.WhenAll(
            Evidence.Console.ReadAsync(vm.Console),
            ReadAsync(vm.State, line => Evidence.Probe.AddMessage(Hide(line))),
            ReadAsync(vm.Answers, line => Evidence.Probe.AddMessage(Hide(line))),
            ReadAsync(() => new JournalExport(AddEntry).ReadAsync(vm.Journal, CancellationToken.None)),
            WatchExitAsync(vm));
    }

    /// <summary>Writes the list of units, where the probe has sent one.</summary>
    /// <param name="file">Names the file, once there is one.</param>
    public void WriteUnits(Func<string> file)
    {
        if (Evidence.Probe.RawUnits is { } units)
        {
            File.WriteAllText(file(), units.ToString(Formatting.Indented));
        }
    }

    /// <summary>Waits until everything is read; the VM must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await reading;
        await journalLog.DisposeAsync();
    }

    private static Task ReadAsync(Stream stream, Action<string> take) =>
        ReadAsync(() => LineReader.ReadAsync(stream, take, CancellationToken.None, MaximumProbeLineBytes));

    private static async Task ReadAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The VM is gone.
        }
    }

    private async Task WatchExitAsync(Vm vm)
    {
        var code = await vm.Exited;
        // The reason for a shutdown is among the last events. A process that QEMU left could hold the connection open.
        await Task.WhenAny(vm.EventsRead, Task.Delay(Limits.ProcessGrace, time));
        Signals.OnExit(code);
    }

    private void AddEntry(JObject entry)
    {
        if (passphrase is not null)
        {
            foreach (var text in entry.Descendants().OfType<JValue>())
            {
                text.Value = Hide((string)text!);
            }
        }

        Evidence.Journal.AddEntry(entry);
    }

    private string Hide(string line) => passphrase?.Hide(line) ?? line;

    private string HideEcho(string line) => passphrase?.Hide(line, typist?.MayEcho == true) ?? line;

    private void OnSign(ConsoleSign sign, string line)
    {
        if (sign == ConsoleSign.PassphrasePrompt && typist?.Take(line) is { } answer and not PromptAnswer.None)
        {
            if (answer == PromptAnswer.Typed)
            {
                PassphraseTyped?.Invoke();
                return;
            }

            Evidence.Clues.PassphraseRefused = true;
        }

        if (sign == ConsoleSign.LoaderPause && !Evidence.Clues.KernelStarted)
        {
            loaderKey?.Press();
        }

        Evidence.Clues.Add(sign, line);
        if (Evidence.Milestones.Reach(sign, Elapsed()) is { } stage)
        {
            StageReached?.Invoke(stage);
        }

        Signals.OnConsole(sign, line);
        if (sign == ConsoleSign.DependencyFailed && passphrase is not null && Evidence.Clues.LockedDevice is not null)
        {
            Signals.OnLocked(line);
        }
    }
}
