using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Newtonsoft.Json.Linq;

namespace VmTest.EndToEndTests.Support;

/// <summary>A run of the program under test.</summary>
internal sealed partial class Host : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Workplace workplace;
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private Host(Workplace workplace, Process process)
    {
        this.workplace = workplace;
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its process ID.</summary>
    public int Id => process.Id;

    /// <summary>Starts the program on the workplace's flake.</summary>
    public static Host Start(Workplace workplace, params string[] arguments) =>
        Start(workplace, new Dictionary<string, string?>(), arguments);

    public static Host Start(Workplace workplace, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        string[] command = [.. workplace.User?.Become ?? [], .. workplace.Through, Repository.Host];
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workplace.Flake,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A direct boot is the quicker one: a test that needs an installed disk says so.
        string[] install = arguments.Any(argument => argument.StartsWith("--install", StringComparison.Ordinal))
            ? []
            : ["--install=direct"];
        foreach (var argument in (string[])[$"--output={workplace.Output}", .. install, .. arguments])
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["TMPDIR"] = workplace.Temporary;
        // The hosts of these tests are built with this machine's tools.
        info.Environment["NIX_CONFIG"] = "sandbox = false";
        info.Environment.Remove("VMTEST_RUN");
        info.Environment.Remove("GITHUB_ACTIONS");
        if (workplace.User is { } user)
        {
            info.Environment["HOME"] = user.Home;
            info.Environment["USER"] = user.Name;
            info.Environment.Remove("XDG_CACHE_HOME");
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return new Host(workplace, Process.Start(info)!);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<HostResult> RunAsync(Workplace workplace, params string[] arguments)
    {
        using var host = Start(workplace, arguments);
        return await host.EndAsync();
    }

    public static async Task<HostResult> RunAsync(
        Workplace workplace, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using var host = Start(workplace, environment, arguments);
        return await host.EndAsync();
    }

    public void Signal(int signal) => Assert.That(SendSignal(process.Id, signal), Is.Zero, "the program was still running");

    /// <returns>Whether the program was still running.</returns>
    public bool TrySignal(int signal) => SendSignal(process.Id, signal) == 0;

    /// <summary>Waits until the run's own record says that a phase has begun, for any host or for all.</summary>
    public async Task PhaseBegunAsync(string phase, string? host = null)
    {
        var waited = Stopwatch.StartNew();
        while (!Begun(phase, host))
        {
            Assert.That(process.HasExited, Is.False, () => $"the program ended before the phase {phase}: {Said()}");
            Assert.That(waited.Elapsed, Is.LessThan(Patience), () => $"the phase {phase} did not begin: {Said()}");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until the program has said something.</summary>
    public async Task SaysAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!Said().Contains(text, StringComparison.Ordinal))
        {
            Assert.That(process.HasExited, Is.False, () => $"the program ended before it said '{text}': {Said()}");
            Assert.That(waited.Elapsed, Is.LessThan(Patience), () => $"the program did not say '{text}': {Said()}");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until the program has started one, itself or by another, whose command line contains a text.</summary>
    public async Task StartsAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!RunningProcess.Below(process.Id).Any(each => each.CommandLine.Contains(text, StringComparison.Ordinal)))
        {
            Assert.That(process.HasExited, Is.False, () => $"the program ended before it started '{text}': {Said()}");
            Assert.That(waited.Elapsed, Is.LessThan(Patience), () => $"the program did not start '{text}': {Said()}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until a file is there.</summary>
    public async Task MakesAsync(string path)
    {
        var waited = Stopwatch.StartNew();
        while (!File.Exists(path))
        {
            Assert.That(process.HasExited, Is.False, () => $"the program ended before '{path}' was there: {Said()}");
            Assert.That(waited.Elapsed, Is.LessThan(Patience), () => $"'{path}' did not come: {Said()}");
            await Task.Delay(20);
        }
    }

    public async Task<HostResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(workplace.Patience ?? Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the program did not end within {workplace.Patience ?? Patience}: {Said()}");
        }

        TellsOutputOfFailedTestsAttribute.Keep(Said());
        return new HostResult(process.ExitCode, output.ToString(), error.ToString(), workplace);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);

    private bool Begun(string phase, string? host)
    {
        if (!Path.Exists(Path.Combine(workplace.Output, "latest")))
        {
            return false;
        }

        var events = Path.Combine(workplace.LatestRun, "events.jsonl");
        return File.Exists(events) && File.ReadLines(events).Select(JObject.Parse).Any(entry =>
            entry.Value<string>("event") == "phase-started" && entry.Value<string>("phase") == phase
                && (host is null || entry.Value<string>("host") == host));
    }

    private string Said()
    {
        lock (output)
        {
            lock (error)
            {
                return $"{output}{error}";
            }
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
            {
                text.AppendLine(line);
            }
        }
    }
}
