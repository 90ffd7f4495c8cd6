using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using VmTest.Model;

namespace VmTest.Supervision;

/// <summary>
/// The only place that starts programs. Each is written to the ledger before it exists, has a session and process group
/// of its own, carries the run's mark in its environment, and dies with this program, even by SIGKILL.
/// </summary>
public sealed class ProcessSupervisor(RunDirectory directory, TimeProvider time)
{
    /// <summary>The variable by which a later teardown finds what escaped its process group.</summary>
    public const string RunMark = "VMTEST_RUN";

    private const int MaximumCapturedCharacters = 16 << 20;

    // $0 is this program's process ID: if it died before the signal was armed, nothing is started.
    private const string ArmedStart = "[ \"$PPID\" = \"$0\" ] || exit 96; exec \"$@\"";

    private readonly Spawner spawner = new();
    private readonly ConcurrentDictionary<int, SupervisedProcess> running = new();

    /// <exception cref="ProgramNotFoundException">The program cannot be started.</exception>
    public SupervisedProcess Start(ProcessSpec spec)
    {
        var program = Executables.Find(spec.FileName) ?? throw new ProgramNotFoundException(spec.FileName);
        var entry = directory.Ledger.Announce(ResourceKind.Process, spec.Purpose);
        Process process;
        try
        {
            process = spawner.Start(StartInfo(spec, program));
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
        var error = new Queue<string>();
        return RunAsync(spec, onOutput, stream => LineReader.ReadAsync(stream, Keep, CancellationToken.None), error, cancellation);

        void Keep(string line)
        {
            error.Enqueue(line);
            while (error.Count > Limits.KeptLines)
            {
                error.Dequeue();
            }

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
        RunAsync(spec, null, stream => LineReader.ReadAsync(stream, onError, maximumErrorLine, CancellationToken.None), [], cancellation);

    public Task<ProcessResult> RunAsync(ProcessSpec spec, CancellationToken cancellation) => RunAsync(spec, null, null, cancellation);

    /// <summary>Stops all that still runs, then whatever carries the run's mark.</summary>
    public async Task StopAllAsync(TimeSpan grace)
    {
        await Task.WhenAll(running.Values.Select(process => process.StopAsync(grace)));
        foreach (var escaped in ProcessIdentity.WithEnvironment(RunMark, directory.RunId))
        {
            NativeMethods.Signal(escaped.Id, Signals.Kill);
        }
    }

    private async Task<ProcessResult> RunAsync(
        ProcessSpec spec, Action<string>? onOutput, Func<Stream, Task> readError, IReadOnlyCollection<string> error, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var output = new StringBuilder();
        await using var process = Start(spec);
        var reading = Task.WhenAll(
            LineReader.ReadAsync(process.Output, onOutput ?? Capture, CancellationToken.None),
            readError(process.Error));

        var ended = await WaitAsync(process, cancellation);
        await process.StopAsync();
        await reading;
        if (!ended)
        {
            throw new OperationCanceledException(cancellation);
        }

        return new ProcessResult(await process.Exited, output.ToString(), [.. error], time.GetElapsedTime(started));

        void Capture(string line)
        {
            if (output.Length < MaximumCapturedCharacters)
            {
                output.Append(line).Append('\n');
            }
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
            foreach (var argument in (string[])["--pdeathsig", Signals.Name(spec.ParentDeathSignal), "/bin/sh", "-c", ArmedStart, $"{Environment.ProcessId}", setsid, program])
            {
                info.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in spec.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment[RunMark] = directory.RunId;
        foreach (var (name, value) in spec.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
