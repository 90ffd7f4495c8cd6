using System.Diagnostics;
using System.Text;

namespace VmTest.Launcher.Tests;

/// <summary>A started process whose output is collected as it comes.</summary>
internal sealed class Launch : IDisposable
{
    // Far beyond what anything here takes, so that a test that hangs says so instead of hanging.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    public Launch(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    /// <summary>Waits until the process has said this, on either stream.</summary>
    public void WaitFor(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Text(_output).Contains(text, StringComparison.Ordinal) && !Text(_errors).Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || clock.Elapsed > _patience)
            {
                throw new AssertionException($"The process never said '{text}'. It said: {Text(_output)}{Text(_errors)}");
            }

            Thread.Sleep(10);
        }
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{ProcessId}"]);
        kill.WaitForExit();
    }

    public Outcome Wait()
    {
        if (!_process.WaitForExit(_patience))
        {
            _process.Kill(entireProcessTree: true);
            throw new AssertionException($"The process did not end. It said: {Text(_output)}{Text(_errors)}");
        }

        // Once more without a limit: only that waits for the last of the output.
        _process.WaitForExit();
        return new Outcome(ProcessId, _process.ExitCode, Text(_output), Text(_errors));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
