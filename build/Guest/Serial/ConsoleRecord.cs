using System.Globalization;
using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Guest.Serial;

/// <summary>
/// The serial console: every line goes to the log with its time, the last ones stay at hand, known ones are passed on. Takes
/// any bytes, in bounded memory; a prompt is seen though no line feed follows it.
/// </summary>
/// <param name="log">Gets every line.</param>
/// <param name="elapsed">The time of what arrives.</param>
/// <param name="onSign">Gets what is known.</param>
/// <param name="hide">Takes out of a line what nobody may read.</param>
public sealed class ConsoleRecord(
    Stream log, Func<TimeSpan> elapsed, Action<ConsoleSign, string> onSign, Func<string, string>? hide = null)
{
    private const int BufferBytes = 64 << 10;
    private const int MaximumLineBytes = 4096;
    private const byte FirstPrintable = 0x20;
    private const byte FirstOfControlPair = 0xC2;

    private readonly Lock gate = new();
    private readonly Tail<string> tail = new(Limits.KeptLines);
    private readonly List<string> failed = [];
    private readonly CutLine cut = new();
    private readonly byte[] pending = new byte[MaximumLineBytes];
    private readonly byte[] entry = new byte[(MaximumLineBytes + 1) * 3];
    private byte[] stamp = [];
    private int pendingBytes;
    private int reported;
    private bool asked;
    private long lines;

    /// <summary>How many lines the log has.</summary>
    public long Lines => Interlocked.Read(ref lines);

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Tail => tail.ToList();

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
        var buffer = new byte[BufferBytes];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                Feed(buffer.AsSpan(0, count));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine is gone, and with it its console.
        }

        Feed("\n"u8);
    }

    /// <summary>Adds a line that came another way, such as what QEMU itself prints.</summary>
    public void AddLine(string line)
    {
        lock (gate)
        {
            Stamp();
            Add(Encoding.UTF8.GetBytes(line));
            log.Flush();
        }
    }

    /// <summary>
    /// Takes bytes as they come. Systemd redraws the line of a running job with carriage returns, which end a line here
    /// too.
    /// </summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            Stamp();
            int end;
            while ((end = bytes.IndexOfAny((byte)'\n', (byte)'\r')) >= 0)
            {
                EndLine(bytes[..end], returned: bytes[end] == '\r');
                bytes = bytes[(end + 1)..];
            }

            Hold(bytes);
            TellPrompt();
            log.Flush();
        }
    }

    /// <summary>What arrives together has one time.</summary>
    private void Stamp() =>
        stamp = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{elapsed().TotalSeconds,9:0.000}] "));

    private void EndLine(ReadOnlySpan<byte> rest, bool returned)
    {
        if (pendingBytes == 0)
        {
            EndWhole(rest.Length <= MaximumLineBytes ? rest : rest[..MaximumLineBytes], returned);
            return;
        }

        Hold(rest);
        EndWhole(pending.AsSpan(0, pendingBytes), returned);
        pendingBytes = 0;
        reported = 0;
        asked = false;
    }

    private void EndWhole(ReadOnlySpan<byte> line, bool returned)
    {
        Add(cut.Whole(line));
        cut.End(line, returned);
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        var room = Math.Min(bytes.Length, pending.Length - pendingBytes);
        bytes[..room].CopyTo(pending.AsSpan(pendingBytes));
        pendingBytes += room;
    }

    /// <summary>A shell or a login waits behind its prompt without a line feed.</summary>
    private void TellPrompt()
    {
        if (pendingBytes > reported)
        {
            reported = pendingBytes;
            var line = Text(cut.Whole(pending.AsSpan(0, pendingBytes)));
            if (ConsoleSigns.Classify(line) is var sign and (
                ConsoleSign.LoaderPrompt or ConsoleSign.LoaderWithoutEntry or ConsoleSign.FirmwareShell or ConsoleSign.LoginPrompt
                    or ConsoleSign.InitrdPrompt or ConsoleSign.PassphrasePrompt or ConsoleSign.DeviceAwaited or ConsoleSign.LoaderPause)
                && !(asked && IsAnswered(sign)))
            {
                // What is typed behind a prompt makes no second one of it.
                asked |= IsAnswered(sign);
                onSign(sign, line);
            }
        }
    }

    private static bool IsAnswered(ConsoleSign sign) => sign is ConsoleSign.PassphrasePrompt or ConsoleSign.LoaderPause;

    private void Add(ReadOnlySpan<byte> raw)
    {
        var line = Text(raw);
        if (line.Length == 0)
        {
            return;
        }

        WriteLog(line);
        tail.Add(line);
        Interlocked.Increment(ref lines);
        var sign = ConsoleSigns.Classify(line);
        if (sign == ConsoleSign.None || (asked && IsAnswered(sign)))
        {
            return;
        }

        // A device that did not come may be the root file system's, and is a failed unit anyway.
        if ((sign is ConsoleSign.UnitFailed or ConsoleSign.DependencyFailed || line.StartsWith("[ TIME ]", StringComparison.Ordinal))
            && failed.Count < Limits.ReportListLength)
        {
            failed.Add(line);
        }

        onSign(sign, line);
    }

    private void WriteLog(string line)
    {
        log.Write(stamp);
        var room = entry.AsSpan();
        log.Write(room[..Encoding.UTF8.GetBytes(line, room)]);
        log.WriteByte((byte)'\n');
    }

    private string Text(ReadOnlySpan<byte> raw) => hide is null ? Plain(raw) : hide(Plain(raw));

    /// <summary>Most lines have nothing to be cleaned of.</summary>
    private static string Plain(ReadOnlySpan<byte> raw) =>
        raw.IndexOfAnyInRange<byte>(0, FirstPrintable - 1) < 0 && raw.IndexOfAny<byte>(0x7F, FirstOfControlPair) < 0
            ? Encoding.UTF8.GetString(raw)
            : Sanitizer.Line(Encoding.UTF8.GetString(raw), MaximumLineBytes);
}
