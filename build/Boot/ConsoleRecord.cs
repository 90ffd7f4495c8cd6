using VmTest.Processes;
using VmTest.Terminal;

namespace VmTest.Boot;

/// <summary>The serial console: every line goes to the log with its time, the last ones stay at hand, known ones are told.</summary>
public sealed class ConsoleRecord(TextWriter log, Func<TimeSpan> elapsed, Action<ConsoleSign, string> onSign)
{
    private const int RedrawWidth = 4096;

    private readonly Lock gate = new();
    private readonly Queue<string> last = new();
    private readonly List<string> failed = [];
    private long lines;

    /// <summary>How many lines the log has.</summary>
    public long Lines => Interlocked.Read(ref lines);

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (gate)
            {
                return [.. last];
            }
        }
    }

    /// <summary>The status lines of units that failed, in their order.</summary>
    public IReadOnlyList<string> Failed
    {
        get
        {
            lock (gate)
            {
                return [.. failed];
            }
        }
    }

    /// <summary>Reads to the end of the connection.</summary>
    public async Task ReadAsync(Stream stream)
    {
        try
        {
            await LineReader.ReadAsync(stream, Take, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine is gone, and with it its console.
        }
    }

    /// <summary>One line; systemd redraws the line of a running job with carriage returns.</summary>
    public void Take(string raw)
    {
        foreach (var part in raw.Split('\r'))
        {
            var line = Sanitizer.Line(part, RedrawWidth);
            if (line.Length > 0)
            {
                Add(line);
            }
        }
    }

    private void Add(string line)
    {
        var sign = ConsoleSigns.Of(line);
        lock (gate)
        {
            log.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{elapsed().TotalSeconds,9:0.000}] {line}"));
            last.Enqueue(line);
            if (last.Count > Limits.KeptLines)
            {
                last.Dequeue();
            }

            if (sign is ConsoleSign.UnitFailed or ConsoleSign.DependencyFailed && failed.Count < Limits.ReportListLength)
            {
                failed.Add(line);
            }
        }

        Interlocked.Increment(ref lines);
        if (sign != ConsoleSign.None)
        {
            onSign(sign, line);
        }
    }
}
