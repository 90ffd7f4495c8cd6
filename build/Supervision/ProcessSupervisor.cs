using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Supervision;

/// <summary>
/// The only place that starts programs. Each is written to the ledger before it exists, has a session and process group
/// of its own, carries the run's mark in its environment, and dies with this program, even by SIGKILL.
/// </summary>
/// <param name="directory">The run, whose ledger has every program.</param>
/// <param name="time">For the limits.</param>
/// <param name="adoptsOrphans">Whether all that is below this program is of this run, and is to be ended with it.</param>
public sealed class ProcessSupervisor(RunDirectory directory, TimeProvider time, bool adoptsOrphans = false)
{
    /// <summary>How long after a program's end its pipes are read, where somebody else still holds them.</summary>
    private static readonly TimeSpan PipeAfterEnd = TimeSpan.FromSeconds(1);

    /// <summary>The variable by which a later teardown finds what escaped its process group.</summary>
    public const string RunMark = "VMTEST_RUN";

    private const int MaximumCapturedCharacters = 16 << 20;

    // $0 is this program's process ID: if it died before the signal was armed, nothing is started.
    private static readonly string ArmedStart = $"[ \"$PPID\" = \"$0\" ] || exit 96; umask {FileModes.Inherited}; exec \"$@\"";

    private readonly Spawner spawner = new();
    private readonly ConcurrentDictionary<int, Process> children = new();
    private readonly ConcurrentDictionary<int, SupervisedProcess> running = new();
    private readonly Orphans? orphans = adoptsOrphans ? Orphans.Adopt() : null;

    /// <exception cref="ProgramNotFoundException">The program cannot be started.</exception>
    public SupervisedProcess Start(ProcessSpec spec)
    {
        var program = Executables.Find(spec.FileName) ?? throw new ProgramNotFoundException(spec.FileName);
        var entry = directory.Ledger.Announce(ResourceKind.Process, spec.Purpose);
        Process process;
        try
        {
            process = spawner.Start(StartInfo(spec, program), started => children[started.Id] = started);
        }
        catch (Win32Exception error)
        {
            directory.Ledger.Release(entry);
            throw new ProgramNotFoundException(spec.FileName, error);
        }

        process.StandardInput.Close();
        var supervised = new SupervisedProcess(process, spec, () =>
        {
            running.TryRemove(process.Id, out _);
            children.TryRemove(process.Id, out _);
            directory.Ledger.Release(entry);
        });
        directory.Ledger.Identify(entry, supervised.Identity);
        running[process.Id] = supervised;
        return supervised;
    }

    /// <summary>Runs a program to its end and gives each line of its output to the callbacks as it comes.</summary>
    /// <exception cref="ProgramNotFoundException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program and its group are gone.</exception>
    public Task<ProcessResult> RunAsync(ProcessSpec spec, Action<string>? onOutput, Action<string>? onError, CancellationToken cancellation)
    {
        var error = new Tail<string>(Limits.KeptLines);
        return RunAsync(spec, onOutput, (stream, closing) => LineReader.ReadAsync(stream, Keep, closing), error, cancellation);

        void Keep(string line)
        {
            error.Add(line);
            onError?.Invoke(line);
        }
    }

    /// <summary>Runs a program to its end; for one that may write gigabytes: standard error is handed on as bytes and not kept.</summary>
    /// <param name="spec">The program.</param>
    /// <param name="onError">Gets each line of standard error.</param>
    /// <param name="maximumErrorLine">Bytes of such a line that are kept.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="ProgramNotFoundException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program and its group are gone.</exception>
    public Task<ProcessResult> RunAsync(ProcessSpec spec, LineHandler onError, int maximumErrorLine, CancellationToken cancellation) =>
        RunAsync(spec, null, (stream, closing) => LineReader.ReadAsync(stream, onError, maximumErrorLine, closing), [], cancellation);

    public Task<ProcessResult> RunAsync(ProcessSpec spec, CancellationToken cancellation) => RunAsync(spec, null, null, cancellation);

    /// <summary>
    /// Stops all that still runs, then whatever got away from its group: what bears the run's mark, and what became a child
    /// of this program because its parent ended. Takes at most the grace period and twice <see cref="SupervisedProcess.StopDeadline"/>.
    /// </summary>
    public async Task StopAllAsync(TimeSpan grace)
    {
        await Task.WhenAll(running.Values.Select(process => process.StopAsync(grace)));
        var known = new Dictionary<ProcessIdentity, LedgerEntry>();
        var started = time.GetTimestamp();
        IReadOnlyList<ProcessEntry> escaped;
        while ((escaped = Remaining()).Count > 0 && time.GetElapsedTime(started) < SupervisedProcess.StopDeadline)
        {
            foreach (var process in escaped.Where(process => running.Values.All(own => own.Identity != process.Identity)))
            {
                if (!known.ContainsKey(process.Identity))
                {
                    var entry = known[process.Identity] = directory.Ledger.Announce(ResourceKind.Process, $"escaped: {process.Name}");
                    directory.Ledger.Identify(entry, process.Identity);
                }

                NativeMethods.Signal(process.Id, Signals.Kill);
            }

            Bury();
            await Task.Delay(SupervisedProcess.GroupPoll);
        }

        Bury();
        foreach (var (_, entry) in known.Where(found => !found.Key.IsAlive))
        {
            directory.Ledger.Release(entry);
        }
    }

    /// <summary>What a look at the machine finds of the run.</summary>
    internal IReadOnlyList<ProcessEntry> Remaining() =>
        [.. ProcessTable.OfRun(
            $"{RunMark}={directory.RunId}", directory.Folders).Concat(orphans?.Living() ?? []).DistinctBy(entry => entry.Id)];

    private void Bury() => spawner.Run(() =>
    {
        orphans?.Bury(children.ContainsKey);
        return true;
    });

    private async Task<ProcessResult> RunAsync(
        ProcessSpec spec, Action<string>? onOutput, Func<Stream, CancellationToken, Task> readError, IReadOnlyCollection<string> error,
            CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var output = new StringBuilder();
        await using var process = Start(spec);
        await using var memory = spec.WatchesMemory ? new PeakMemory(process.Identity.Id, time) : null;
        using var closing = new CancellationTokenSource();
        var reading = Task.WhenAll(
            LineReader.ReadAsync(process.Output, onOutput ?? Capture, closing.Token),
            readError(process.Error, closing.Token));

        var ended = await WaitAsync(process, cancellation);
        await process.StopAsync();
        await FinishAsync(reading, closing);
        if (!ended)
        {
            throw new OperationCanceledException(cancellation);
        }

        return new ProcessResult(await process.Exited, output.ToString(), [.. error], time.GetElapsedTime(started))
        {
            PeakMemory = memory?.Bytes ?? 0,
        };

        void Capture(string line)
        {
            if (output.Length < MaximumCapturedCharacters)
            {
                output.Append(line).Append('\n');
            }
        }
    }

    /// <summary>
    /// What a program left behind may hold its pipes for good, such as a daemon that it started. All that the program itself
    /// wrote is in them by now.
    /// </summary>
    private async Task FinishAsync(Task reading, CancellationTokenSource closing)
    {
        await Task.WhenAny(reading, Task.Delay(PipeAfterEnd, time));
        await closing.CancelAsync();
        try
        {
            await reading;
        }
        catch (OperationCanceledException)
        {
            // Somebody else still holds a pipe.
        }
    }

    private static async Task<bool> WaitAsync(SupervisedProcess process, CancellationToken cancellation)
    {
        try
        {
            await process.Exited.WaitAsync(cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartInfo(ProcessSpec spec, string program)
    {
        var info = new ProcessStartInfo
        {
            FileName = program,
            WorkingDirectory = spec.WorkingDirectory ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // util-linux is part of every distribution meant here; a machine without it still works, but for the protection.
        if (Executables.Find("setpriv") is { } setpriv && Executables.Find("setsid") is { } setsid)
        {
            info.FileName = setpriv;
            foreach (var argument in (string[])["--pdeathsig", Signals.Name(spec.ParentDeathSignal), "/bin/sh", "-c", ArmedStart,
                $"{Environment.ProcessId}", setsid, program])
            {
                info.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in spec.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment[RunMark] = directory.RunId;
        // What programs say is read by its words, which must be those of no language but English.
        info.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in spec.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
